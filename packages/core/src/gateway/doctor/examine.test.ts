import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesBelow, makeSmallVolume, secondVolume } from '../../../../../test/support/boxes/box-world.js';
import type { DoctorCheckName, DoctorFinding, DoctorReport } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import { systemClock } from '../../runtime/system-clock.js';
import { takeLease } from '../owner/lease.js';
import { worldAlone } from '../world-alone.js';
import { examineInstallation } from './examine.js';
import type { DoctorWorld } from './world.js';

const otherVolume = secondVolume();

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-doctor-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** No test leaves this machine: the proxy is a closed port. */
const AWAY = 'network: { proxy: "http://127.0.0.1:1" }';
const GOOD = `clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n${AWAY}\n`;

interface Means {
  readonly clock?: Clock;
  readonly environment?: DoctorWorld['environment'];
  readonly change?: Partial<DoctorWorld>;
}

async function examine(
  text: string | null,
  { clock = systemClock, environment = {}, change = {} }: Means = {},
): Promise<DoctorReport> {
  const file = path.join(directory, 'swic.yaml');
  if (text !== null) writeFileSync(file, text);
  const world = worldAlone({
    file,
    clock,
    environment: { HTTPS_PROXY: 'http://127.0.0.1:1', ...environment },
    inspectSigner: async () => [],
    agentFault: null,
  });
  return examineInstallation({ ...world, ...change }, new AbortController().signal);
}

function findingsIn({ sections }: DoctorReport, name: DoctorCheckName): readonly DoctorFinding[] {
  return sections.find(({ check }) => check === name)?.findings ?? [];
}

const outcomesIn = (report: DoctorReport, name: DoctorCheckName): readonly string[] =>
  findingsIn(report, name).map(({ outcome }) => outcome);

function canMount(): boolean {
  using volume = makeSmallVolume(64);
  return volume !== null;
}

const boxesIn = (root: string): string => `${GOOD}boxesDir: ${root}\n`;

test('before the first run everything that is near is looked at, and nothing is made', async () => {
  const report = await examine(GOOD);
  expect(report).toMatchObject({
    isHealthy: true,
    isByAgent: false,
    environment: 'production',
    clientId: 'DXPESW0000000001',
  });
  for (const name of ['node', 'configuration', 'disk', 'boxes', 'volumes', 'owner', 'broker', 'ledger'] as const)
    expect([name, ...outcomesIn(report, name)]).toEqual([name, 'ok']);
  expect(findingsIn(report, 'boxes')[0]?.en).toContain('first start');
  expect(readdirSync(directory)).toEqual(['swic.yaml']);
});

test('without a configuration, and with a broken one, the machine and the network are looked at all the same', async () => {
  const without = await examine(null);
  expect(without).toMatchObject({ isHealthy: false, environment: null });
  expect(findingsIn(without, 'configuration')[0]?.advice?.en).toContain('swic init');
  const broken = await examine('clientId: [\n');
  expect(outcomesIn(broken, 'configuration')).toEqual(['failed']);
  expect(findingsIn(broken, 'configuration')[0]?.about).toMatch(/swic\.yaml:\d+/);
  for (const report of [without, broken]) {
    expect(outcomesIn(report, 'node')).toEqual(['ok']);
    expect(outcomesIn(report, 'disk')).toEqual(['ok']);
    expect(outcomesIn(report, 'addresses')).toContain('warning');
    expect(outcomesIn(report, 'broker')).toEqual(['skipped']);
  }
});

test('a box that is gone after the first run is a failure, named with its path', async () => {
  const inBox = path.join(directory, 'boxes', 'Deccus001', 'InBox');
  for (const box of ['OutBox', 'SentBox', 'FailBox', 'TempBox'])
    mkdirSync(path.join(inBox, '..', box), { recursive: true });
  mkdirSync(path.join(directory, 'data', 'ledger'), { recursive: true });
  const report = await examine(GOOD);
  expect(findingsIn(report, 'boxes').map(({ outcome, about }) => [outcome, about])).toEqual([
    ['ok', 'DEC'],
    ['failed', 'DEC InBox'],
  ]);
  expect(findingsIn(report, 'boxes')[1]?.zh).toContain(inBox);
  expect(report.isHealthy).toBe(false);
});

test('files are really made, renamed and removed in every box, and none is left', async () => {
  await examine(GOOD);
  const boxes = ['OutBox', 'SentBox', 'FailBox', 'TempBox', 'InBox'].map((box) =>
    path.join(directory, 'boxes', 'Deccus001', box),
  );
  for (const box of boxes) mkdirSync(box, { recursive: true });
  const report = await examine(GOOD);
  expect(findingsIn(report, 'boxes')[0]).toMatchObject({ outcome: 'ok', en: expect.stringContaining('5 boxes') });
  expect(filesBelow(path.join(directory, 'boxes'))).toEqual([]);
});

test.skipIf(!canMount())('a box on a full disk, or on a read-only one, fails in the words of the disk', async () => {
  using volume = makeSmallVolume(64);
  if (volume === null) throw new Error('a volume could be mounted a moment ago');
  const boxes = path.join(volume.path, 'boxes');
  mkdirSync(path.join(boxes, 'Deccus001', 'OutBox'), { recursive: true });
  try {
    writeFileSync(path.join(volume.path, 'filler'), Buffer.alloc(128 * 1024));
  } catch {
    // It is full now, which was the aim.
  }
  const full = await examine(boxesIn(boxes));
  expect(findingsIn(full, 'boxes').map(({ code }) => code)).toContain('disk.full');
  expect(outcomesIn(full, 'disk')).toContain('failed');
  spawnSync('mount', ['-o', 'remount,ro', volume.path]);
  const readOnly = await examine(boxesIn(boxes));
  expect(findingsIn(readOnly, 'boxes').map(({ code }) => code)).toContain('disk.denied');
});

test.skipIf(otherVolume === null)('a box on another volume than TempBox warns', async () => {
  const sentBox = mkdtempSync(path.join(otherVolume ?? '', 'swic-doctor-'));
  try {
    const report = await examine(GOOD.replace('DEC: {}', `DEC: { boxes: { sentBox: "${sentBox}" } }`));
    expect(findingsIn(report, 'volumes')).toMatchObject([{ outcome: 'warning', about: 'DEC SentBox' }]);
    expect(report.isHealthy).toBe(true);
  } finally {
    rmSync(sentBox, { recursive: true });
  }
});

test('another swic on the same OutBox is named by its machine, its data directory and its process', async () => {
  const outBox = path.join(directory, 'boxes', 'Deccus001', 'OutBox');
  const other = path.join(directory, 'other');
  mkdirSync(other);
  using _lease = takeLease(outBox, other, systemClock);
  const report = await examine(GOOD);
  expect(findingsIn(report, 'owner')).toMatchObject([
    { outcome: 'failed', about: 'DEC OutBox', en: expect.stringContaining(`${other}, process ${process.pid}`) },
  ]);
});

test('the official client on the same OutBox warns by its settings, and fails while it runs', async () => {
  const outBox = path.join(directory, 'boxes', 'Deccus001', 'OutBox');
  mkdirSync(outBox, { recursive: true });
  const settings = path.join(directory, 'SIC', 'UserSetting');
  mkdirSync(settings, { recursive: true });
  writeFileSync(
    path.join(settings, 'DFWJobSettings.xml'),
    `<Settings><FormSettings><FormSetting Key="DEC" SystemId="X"><SubFormSetting FormId="DECCUS001" OutBox="${outBox}"/></FormSetting></FormSettings></Settings>`,
  );
  const environment = { LOCALAPPDATA: directory };
  const settled = await examine(GOOD, { environment });
  expect(findingsIn(settled, 'owner')).toMatchObject([{ outcome: 'warning', about: 'DEC OutBox' }]);
  const running = await examine(GOOD, { environment, change: { isProgramRunning: async () => true } });
  expect(findingsIn(running, 'owner')).toMatchObject([{ outcome: 'failed', about: 'DEC OutBox' }]);
});

test('a clock that is a day ahead of the file server is a failure, some minutes are a warning', async () => {
  const ahead = (ms: number): Clock => ({ ...systemClock, nowMs: () => systemClock.nowMs() + ms });
  const day = await examine(GOOD, { clock: ahead(86_400_000) });
  expect(findingsIn(day, 'clock')[0]).toMatchObject({ outcome: 'failed', en: expect.stringContaining('ahead') });
  const minutes = await examine(GOOD, { clock: ahead(300_000) });
  expect(findingsIn(minutes, 'clock')[0]).toMatchObject({ outcome: 'warning', zh: expect.stringContaining('5 分钟') });
});

test('a broker whose secret is missing fails in the words of the secret, and the rest is told', async () => {
  const report = await examine(
    GOOD.replace('kind: embedded', 'kind: rabbitmq, host: 127.0.0.1, port: 1, password: { env: SWIC_NOT_SET_X }'),
  );
  expect(findingsIn(report, 'broker')).toMatchObject([{ outcome: 'failed', code: 'config.secret-missing' }]);
  expect(outcomesIn(report, 'boxes')).toEqual(['ok']);
});

test('a broker that refuses fails at its step, and the steps that went well are one line', async () => {
  const report = await examine(GOOD.replace('kind: embedded', 'kind: rabbitmq, host: 127.0.0.1, port: 1'));
  expect(findingsIn(report, 'broker')).toMatchObject([{ outcome: 'failed', zh: expect.stringMatching(/^网络连接：/) }]);
  expect(existsSync(path.join(directory, 'data'))).toBe(false);
});

test('an agent that runs and could not be asked is told as such', async () => {
  const report = await examine(GOOD, { change: { agentFault: new Fault('control.refused') } });
  expect(findingsIn(report, 'agent')).toMatchObject([{ outcome: 'failed', code: 'control.refused' }]);
});
