// @ts-check
// The unit of the Debian package under a systemd that runs: ready, watched, started again, credentials, and the codes at which it is not.
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../scripts/package/places.mjs';
import { expectThat } from './not-run.mjs';
import { installIn, openMachine } from './systemd-machine.mjs';

const CONFIG = 'etc/swic/swic.yaml';
const OUT_BOX = 'var/lib/swic/boxes/Deccus001/OutBox';
const EXAMPLE = join(ROOT, 'examples/documents/DEC');
const LOOKS_MAX = 120;
const LOOK_MS = 500;
/** Shorter than in the package, so that the check is. */
const QUICK = '[Service]\nWatchdogSec=6\nRestartSec=1\nLoadCredential=mq:/etc/swic/mq.password\n';
const BROKERED = `clientId: DXPESW0000000001
dataDir: /var/lib/swic/data
boxesDir: /var/lib/swic/boxes
transport: { kind: rabbitmq, host: 127.0.0.1, port: 1, username: u, password: { file: /run/credentials/swic.service/mq }, send: { routingKey: A }, receive: { queue: B } }
businesses: { DEC: {} }
`;

/** @typedef {import('./systemd-machine.mjs').Machine} Machine */

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const systemdChecks = [
  {
    name: 'deb: its service under a running systemd: ready, watched, started again, credentials, exit codes, orderly stop',
    run: async ({ work, fileOf }) => {
      const file = fileOf('deb');
      const machine = await openMachine(join(work, 'systemd'));
      try {
        await installIn(machine, file);
        return await useService(machine);
      } finally {
        await machine.close();
      }
    },
  },
];

/** @param {Machine} machine */
async function useService({ root, sh }) {
  appendFileSync(join(root, CONFIG), 'sandbox: { enabled: true }\n');
  // It returns when the agent has said that it is ready.
  await sh('systemctl enable --now swic');
  await state(sh, /ActiveState=active/);
  const first = await sh('swic service status --locale en');
  expectThat(/runs since/.test(first) && /not after a failure/.test(first), `swic service status says ${first}`);
  const source = readdirSync(EXAMPLE).find((name) => name.endsWith('.xml')) ?? '';
  cpSync(join(EXAMPLE, source), join(root, OUT_BOX, 'one.xml'));
  await sh('chown -R swic:swic /var/lib/swic/boxes');
  await until('it sends within its sandbox', async () => !existsSync(join(root, OUT_BOX, 'one.xml')));

  await sh(
    'mkdir -p /etc/systemd/system/swic.service.d && printf secret > /etc/swic/mq.password && chmod 600 /etc/swic/mq.password',
  );
  writeFileSync(join(root, 'etc/systemd/system/swic.service.d/quick.conf'), QUICK);
  await sh('systemctl daemon-reload && systemctl restart swic');
  await wait(8_000);
  await state(sh, /NRestarts=0/);
  await sh('kill -STOP $(systemctl show swic -p MainPID --value)');
  await until('the watchdog starts it again', async () => /NRestarts=1/.test(await show(sh)));
  await until('it is ready again', async () => /ActiveState=active/.test(await show(sh)));
  await sh('kill -KILL $(systemctl show swic -p MainPID --value)');
  await until('it is started again after a kill', async () =>
    /ActiveState=active[^]*NRestarts=2|NRestarts=2[^]*ActiveState=active/.test(await show(sh)),
  );

  const again = await sh('swic service status --locale en');
  expectThat(/by systemd after a failure, 2 times/.test(again), `swic service status says ${again}`);
  const kept = readFileSync(join(root, CONFIG), 'utf8');
  writeFileSync(join(root, CONFIG), BROKERED);
  await sh('systemctl restart swic');
  await until('the password that systemd gives is read', async () =>
    /ECONNREFUSED/.test(await sh('journalctl -u swic --no-pager -n 20')),
  );
  expectThat(!/secret-missing/.test(await sh('journalctl -u swic --no-pager -n 20')), 'the credential was not read');
  // A wrong configuration would only fail again.
  writeFileSync(join(root, CONFIG), 'clientId: ""\n');
  await sh('systemctl restart swic || true');
  await until('it stays down with a wrong configuration', async () => /ActiveState=failed/.test(await show(sh)));
  await wait(3_000);
  await state(sh, /ActiveState=failed/);
  writeFileSync(join(root, CONFIG), kept);
  await sh('systemctl reset-failed swic; systemctl start swic && systemctl stop swic');
  const end = await sh('systemctl show swic -p ExecMainStatus,Result,ActiveState');
  expectThat(/ExecMainStatus=0/.test(end) && /Result=success/.test(end), `no orderly end: ${end}`);
  await sh('runuser -u swic -- swic verify');
  return 'READY, a document sent, restarted by the watchdog and after a kill, LoadCredential read, down at 78, stopped with 0';
}

/** @param {Machine['sh']} sh */
const show = (sh) => sh('systemctl show swic -p ActiveState,NRestarts');

/**
 * @param {Machine['sh']} sh
 * @param {RegExp} expected
 */
async function state(sh, expected) {
  const now = await show(sh);
  expectThat(expected.test(now), `the service is not ${expected.source}: ${now}`);
}

/**
 * @param {string} what
 * @param {() => Promise<boolean>} isTrue
 */
async function until(what, isTrue) {
  for (let looks = 0; !(await isTrue()); looks += 1) {
    expectThat(looks < LOOKS_MAX, `it did not happen: ${what}`);
    await wait(LOOK_MS);
  }
}
