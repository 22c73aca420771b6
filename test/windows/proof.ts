// Runs inside Windows (or Wine): node.exe proof.js SETTINGS.json. Standard output may be no pipe there, so the results
// go to a file, one JSON line a check, as soon as each is done.
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import {
  type CardOptions,
  type CardSignerOptions,
  doctor,
  EPORT_IKEY,
  isSignatureOf,
  openCard,
  openCardSigner,
  openRemoteServer,
  openRemoteSigner,
  openServiceSigner,
  openSoftwareSigner,
  readCertificate,
  step,
  type VerifyingKey,
} from '@swic/card-ffi';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { startServiceSimulator } from '../support/card/service-simulator.js';

/** Written by run.mjs; every path is Windows's own. */
interface Settings {
  readonly app: string;
  readonly architecture: string;
  readonly runtime: string;
  readonly library: string;
  readonly foreignLibrary: string;
  readonly worlds: { readonly rsa: string; readonly sm2: string };
  readonly scratch: string;
  readonly results: string;
  readonly only: readonly string[];
  readonly pin: string;
  readonly owner: string;
  readonly tls: { readonly key: string; readonly certificate: string; readonly fingerprint: string };
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const { signal } = new AbortController();
const PIN = settings.pin;
const scratch = join(settings.scratch, `run-${process.pid}`);
mkdirSync(scratch, { recursive: true });

function expect(isTrue: boolean, sentence: string): void {
  if (!isTrue) throw new Error(sentence);
}

function keyOf(world: string): VerifyingKey {
  const key = readCertificate(readFileSync(join(world, 'sign.der')))?.key;
  if (key === undefined) throw new Error('no key in the certificate');
  return key;
}

function control(world: string, ...lines: readonly string[]): void {
  writeFileSync(join(world, 'control'), [`pin ${PIN}`, 'journal yes', ...lines, ''].join('\n'));
  for (const name of ['tries', 'once', 'journal']) rmSync(join(world, name), { force: true });
}

function cardOptions(world: string, changes: Partial<CardOptions> = {}): CardOptions {
  return {
    runtime: settings.runtime,
    entry: join(settings.app, 'packages/card-ffi/src/host/entry.js'),
    library: settings.library,
    profile: EPORT_IKEY,
    environment: { SWIC_CARD_SIMULATOR: world },
    startLimitMs: 30_000,
    heartbeatMs: 60_000,
    heartbeatLimitMs: 5_000,
    backoffFirstMs: 20,
    backoffMaxMs: 500,
    waitingMax: 2_000,
    bracketLimitMs: 10_000,
    stepLimitMs: 10_000,
    ...changes,
  };
}

function signerOptions(world: string, name: string, pin = PIN): CardSignerOptions {
  return {
    card: cardOptions(world),
    pin: async () => pin,
    pinStateFile: join(scratch, `${name}.json`),
    pauseMs: 0,
    attemptsMax: 3,
    retryPauseMs: 5,
    waitingMax: 2_000,
  };
}

const signs = (data: Buffer) =>
  ({ pin: Buffer.from(PIN), expectedCard: null, isBracketed: true, steps: [step('SpcSignData', { data })] }) as const;

/** What the work rejected with, as far as a check looks at it; null when it did not. */
interface Rejection {
  readonly code: string;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

function faultOf(work: Promise<unknown>): Promise<Rejection | null> {
  return work.then(
    () => null,
    (reason: unknown) => reason as Rejection,
  );
}

const CHECKS: Readonly<Record<string, () => Promise<string>>> = {
  async 'the card is read, in GBK, through a host of the right bitness'() {
    control(settings.worlds.rsa);
    await using card = openCard(cardOptions(settings.worlds.rsa), systemClock);
    const { text } = await card.call('SpcGetUName', {}, signal);
    expect(text === settings.owner, `the owner is ${text}`);
    const { host } = card.facts();
    expect(host?.architecture === settings.architecture, `the host is ${host?.architecture}`);
    expect(host?.missing.length === 0, `missing: ${host?.missing.join()}`);
    return `${text}; host ${host?.nodeVersion} ${host?.architecture}, agent ${process.version} ${process.arch}`;
  },
  async 'RSA and SM2 signatures verify without the card'() {
    for (const [algorithm, world] of Object.entries(settings.worlds)) {
      control(world);
      await using card = openCard(cardOptions(world), systemClock);
      const data = Buffer.from('报关单');
      const { outputs, failure } = await card.use(signs(data), signal);
      expect(failure === null, JSON.stringify(failure));
      expect(
        isSignatureOf(keyOf(world), data, outputs[0]?.signature ?? new Uint8Array()),
        `${algorithm}: not verified`,
      );
    }
    return 'both';
  },
  async '500 uses of Init, PIN, 2 KiB signature, Clear over the named pipe'() {
    control(settings.worlds.rsa);
    await using card = openCard(cardOptions(settings.worlds.rsa), systemClock);
    await card.use(signs(Buffer.alloc(2048)), signal);
    const started = performance.now();
    for (let round = 0; round < 500; round += 1) await card.use(signs(Buffer.alloc(2048, round)), signal);
    return `${((500 / (performance.now() - started)) * 1000).toFixed(0)} a second`;
  },
  async 'a crash of the library is an exit code, and the next use has a new host'() {
    control(settings.worlds.rsa, 'crash SpcSignData once=once');
    await using card = openCard(cardOptions(settings.worlds.rsa), systemClock);
    const fault = await faultOf(card.use(signs(Buffer.from('x')), signal));
    expect(fault?.detail['problem'] === 'crash', String(fault));
    expect((await card.use(signs(Buffer.from('x')), signal)).failure === null, 'the new host does not sign');
    return `exit code 0x${Number(fault?.detail['exitCode']).toString(16)}`;
  },
  async 'a hang is cut off'() {
    control(settings.worlds.rsa, 'hang SpcSignData once=once');
    await using card = openCard(
      cardOptions(settings.worlds.rsa, { bracketLimitMs: 1_000, stepLimitMs: 500 }),
      systemClock,
    );
    await card.call('SpcGetCardID', {}, signal);
    const fault = await faultOf(card.use(signs(Buffer.from('x')), signal));
    expect(fault?.detail['problem'] === 'hang', String(fault));
    expect((await card.use(signs(Buffer.from('x')), signal)).failure === null, 'the new host does not sign');
    return fault?.code ?? '';
  },
  async 'a crash in the middle of 300 signatures loses none and doubles none'() {
    control(settings.worlds.rsa, 'crash SpcSignData skip=100 once=once');
    await using signer = openCardSigner(signerOptions(settings.worlds.rsa, 'many'), systemClock);
    const key = keyOf(settings.worlds.rsa);
    const work = Array.from({ length: 300 }, async (_, index) => {
      const bytes = Buffer.from(`document ${index}`);
      return isSignatureOf(key, bytes, (await signer.sign({ bytes, purpose: 'dec-sign' }, signal)).signature);
    });
    const good = (await Promise.all(work)).filter((one) => one).length;
    expect(good === 300, `${good} of 300`);
    expect(existsSync(join(settings.worlds.rsa, 'once')), 'nothing crashed');
    return '300 of 300';
  },
  async "one wrong PIN is spent over restarts, then the operator's word"() {
    control(settings.worlds.rsa);
    for (let restart = 0; restart < 3; restart += 1) {
      await using signer = openCardSigner(signerOptions(settings.worlds.rsa, 'pin', '00000000'), systemClock);
      await faultOf(signer.sign({ bytes: Buffer.from('x'), purpose: 'dec-sign' }, signal));
    }
    const tries = readFileSync(join(settings.worlds.rsa, 'tries'), 'utf8');
    expect(tries === '1', `${tries} tries`);
    await using signer = openCardSigner(signerOptions(settings.worlds.rsa, 'pin'), systemClock);
    await signer.verifyPin(signal);
    await signer.sign({ bytes: Buffer.from('x'), purpose: 'dec-sign' }, signal);
    return 'one try';
  },
  async 'a pulled card holds and resumes by itself'() {
    control(settings.worlds.rsa, 'present no');
    const options = signerOptions(settings.worlds.rsa, 'pulled');
    await using signer = openCardSigner(
      { ...options, card: { ...options.card, profile: { ...EPORT_IKEY, pollMs: 50 } } },
      systemClock,
    );
    const fault = await faultOf(signer.sign({ bytes: Buffer.from('x'), purpose: 'dec-sign' }, signal));
    expect(fault?.code === 'signer.absent', String(fault));
    const back = signer.whenAvailable(signal);
    control(settings.worlds.rsa);
    await back;
    await signer.sign({ bytes: Buffer.from('x'), purpose: 'dec-sign' }, signal);
    return fault?.reason ?? '';
  },
  async 'a library of the other bitness is told apart before it is loaded'() {
    await using card = openCard(cardOptions(settings.worlds.rsa, { library: settings.foreignLibrary }), systemClock);
    const fault = await faultOf(card.call('SpcGetCardID', {}, signal));
    expect(fault?.detail['problem'] === 'library-foreign', String(fault));
    return `${fault?.detail['library']} library, ${fault?.detail['host']} host`;
  },
  async 'a library and a state in Chinese and long paths'() {
    control(settings.worlds.rsa);
    const directory = join(scratch, '单一窗口 导入客户端', 'x'.repeat(120), 'y'.repeat(120));
    mkdirSync(directory, { recursive: true });
    const chinese = join(scratch, '卡控件');
    mkdirSync(chinese);
    cpSync(settings.library, join(chinese, 'SPSecureAPI.dll'));
    const options = signerOptions(settings.worlds.rsa, 'unused');
    const card = { ...options.card, library: join(chinese, 'SPSecureAPI.dll') };
    await using signer = openCardSigner({ ...options, card, pinStateFile: join(directory, 'pin.json') }, systemClock);
    await signer.sign({ bytes: Buffer.from('x'), purpose: 'dec-sign' }, signal);
    return `${join(directory, 'pin.json').length} characters`;
  },
  async 'file locks: exclusive creation, rename over a free file, no rename over an open one'() {
    const [a, b] = [join(scratch, 'a'), join(scratch, 'b')];
    writeFileSync(a, 'a');
    writeFileSync(b, 'b');
    renameSync(a, b);
    expect(readFileSync(b, 'utf8') === 'a', 'the rename did not replace');
    expect(
      (await faultOf((async () => writeFileSync(b, 'c', { flag: 'wx' }))()))?.code === 'EEXIST',
      'wx did not refuse',
    );
    writeFileSync(a, 'again');
    const held = openSync(b, 'r');
    const refused = await faultOf((async () => renameSync(a, b))());
    closeSync(held);
    return `rename over an open file: ${refused?.code ?? 'allowed'}`;
  },
  async 'a named pipe carries both ways'() {
    const path = `\\\\.\\pipe\\swic-proof-${process.pid}`;
    const server = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const socket = connect(path);
    const data = Buffer.alloc(300_000, 'p');
    const received: Buffer[] = [];
    socket.write(data);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received.push(chunk);
      if (received.reduce((sum, one) => sum + one.length, 0) >= data.length) break;
    }
    server.close();
    expect(Buffer.concat(received).equals(data), 'the octets differ');
    return `${data.length} octets`;
  },
  async 'the websocket service signs'() {
    const certificateDer = readFileSync(join(settings.worlds.rsa, 'sign.der'));
    const material = {
      keyPem: readFileSync(join(settings.worlds.rsa, 'key.pem'), 'utf8'),
      certificatePem: '',
      certificateDer,
    };
    await using service = await startServiceSimulator('rsa-sha1', 0, material);
    const address = { url: service.url, connectLimitMs: 5_000, requestLimitMs: 5_000 };
    const common = {
      pin: async () => PIN,
      pinStateFile: join(scratch, 'service.json'),
      pauseMs: 0,
      pollMs: 50,
      attemptsMax: 3,
      retryPauseMs: 5,
      waitingMax: 100,
    };
    await using signer = openServiceSigner({ ...common, service: address, dataAs: 'auto' as const }, systemClock);
    const bytes = Buffer.alloc(300_000, 'x');
    const { signature } = await signer.sign({ bytes, purpose: 'dec-sign' }, signal);
    expect(isSignatureOf(keyOf(settings.worlds.rsa), bytes, signature), 'not verified');
    return `${bytes.length} octets in ${service.blocks.length} blocks`;
  },
  async 'another agent signs over mutual TLS'() {
    const key = readFileSync(settings.tls.key, 'utf8');
    const certificate = readFileSync(settings.tls.certificate, 'utf8');
    const options = { key: async () => key, passphrase: null, certificate, certificateNumber: null };
    await using signer = await openSoftwareSigner(options);
    const identity = { key, certificate };
    const server = {
      host: '127.0.0.1',
      port: 0,
      identity,
      allowed: [settings.tls.fingerprint],
      connectionsMax: 2,
      onRefused: () => undefined,
    };
    await using lent = await openRemoteServer(server, signer, systemClock);
    const client = {
      host: '127.0.0.1',
      port: lent.port,
      identity,
      serverFingerprint: settings.tls.fingerprint,
      connectLimitMs: 5_000,
      requestLimitMs: 5_000,
      pollMs: 50,
    };
    await using remote = openRemoteSigner(client, systemClock);
    const { signature } = await remote.sign({ bytes: Buffer.from('x'), purpose: 'envelope' }, signal);
    return `${signature.length} octets`;
  },
  async 'the doctor finds library, bitness, functions, reader and card'() {
    control(settings.worlds.rsa);
    const report = await doctor(
      { card: cardOptions(settings.worlds.rsa), pinStateFile: null, service: null },
      systemClock,
      signal,
    );
    const outcomes = report.findings.map(({ step: name, outcome }) => `${name} ${outcome}`).join(', ');
    expect(report.isHealthy, outcomes);
    return outcomes;
  },
};

for (const name of settings.only) {
  const started = performance.now();
  const check = CHECKS[name] ?? (() => Promise.reject(new Error('no such check')));
  const line = await check().then(
    (facts) => ({ name, isProven: true, facts }),
    (reason: unknown) => ({
      name,
      isProven: false,
      facts: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
    }),
  );
  appendFileSync(
    settings.results,
    `${JSON.stringify({ ...line, durationMs: Math.round(performance.now() - started) })}\n`,
  );
}
appendFileSync(settings.results, `${JSON.stringify({ name: 'end', isProven: true, facts: '', durationMs: 0 })}\n`);
