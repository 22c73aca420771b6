// npm run test:windows: proves the built command, card-ffi, paths, pipes and file locks with node.exe under Wine, as far as Wine goes.
// It is no part of npm test: it installs Wine and mingw-w64 from Debian and takes minutes.

import { X509Certificate } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInstaller, findProgram, installPackages } from '../support/debian-package.mjs';
import { buildApp, fetchNodes } from './build-app.mjs';
import { buildLibraries } from './build-libraries.mjs';
import { buildProduct } from './build-product.mjs';
import { openBothBitnesses } from './chroot.mjs';
import { CACHE, PROOF, REPOSITORY } from './places.mjs';
import { proveForeignHost, proveProduct } from './prove-product.mjs';
import { runs32Bit } from './run-32-bit.mjs';
import { createWine } from './wine.mjs';

/** In full: docs/windows.md. */
const UNPROVEN = [
  'a real Windows: Wine 8 is not Windows. Its loader, pipes, file locks and process ends are imitations',
  'a real SPSecureAPI.dll, reader, card or EportClient service: the library and the service here are our simulators',
  'the Credential Manager, schtasks, WinSW, session 0, logging off, sleep and shutdown: their definitions are tested as text',
  'reserved names (CON, a:b, a dot at the end): Wine accepts what Windows refuses',
  'virus scanners and indexers that hold files open, ACLs and other users on the named pipe',
  'arm64 Windows, and Node versions that Wine 8 cannot start (24 and later)',
];

const PROOFS_32 = [
  'The built command with a 32-bit card host (Wine in a chroot with both bitnesses)',
  '64-bit agent, 32-bit card host, 32-bit stdcall library (Wine in a chroot with both bitnesses)',
  'The same with decorated names (SpcSignData@16)',
];

async function main() {
  const installer = findInstaller();
  const missing = ['wine', 'x86_64-w64-mingw32-gcc', 'i686-w64-mingw32-gcc', 'debootstrap'].filter(
    (name) => findProgram(name) === null && !existsSync(`/usr/sbin/${name}`),
  );
  if (missing.length > 0) {
    if (installer === null) throw new Error(`missing here and not installable: ${missing.join(', ')}`);
    say(`installing Wine, mingw-w64 and debootstrap from Debian (${missing.join(', ')} not found)`);
    await installPackages(installer, ['wine', 'wine64', 'mingw-w64', 'debootstrap', 'libssl-dev', 'openssl']);
  }
  say('fetching node.exe of both bitnesses, compiling the simulated library');
  fetchNodes();
  buildLibraries();
  buildApp();
  buildProduct();
  await createWorlds();
  await proveBuilt();
  await prove64();
  await prove32();
  say('\nNot proven by any of this:');
  for (const line of UNPROVEN) say(`  - ${line}`);
  const { passed, failed, skipped } = counts;
  say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

/** What cannot run here is no failure: it is said, with the reason, and counted. */
const counts = { passed: 0, failed: 0, skipped: 0 };

function tell({ name, isProven, facts, durationMs }) {
  counts[isProven ? 'passed' : 'failed'] += 1;
  say(`  ${isProven ? 'ok  ' : 'FAIL'} ${name}: ${facts} (${durationMs} ms)`);
}

async function proveBuilt() {
  say('\nThe built command under node.exe (Wine here):');
  await proveProduct(createWine({ prefix: join(CACHE, 'prefix'), root: null }), tell);
}

async function prove64() {
  say('\n64-bit agent, 64-bit card host, 64-bit library (Wine here):');
  const wine = createWine({ prefix: join(CACHE, 'prefix'), root: null });
  await proveIn(wine, { runtime: 'x64', library: 'x64', foreign: 'ia32' });
}

/** The case that matters most in practice: the vendor's library is often 32-bit. What this kernel cannot run is no failure, and counted. */
async function prove32() {
  const both = runs32Bit()
    ? await openBothBitnesses(say)
    : { kind: 'impossible', sentence: 'this kernel runs no 32-bit programs' };
  if (both.kind === 'impossible') {
    for (const name of PROOFS_32) say(`\nnot run  ${name}: ${both.sentence}`);
    counts.skipped += PROOFS_32.length;
    return;
  }
  try {
    rmSync(join(both.root, 'proof'), { recursive: true, force: true });
    cpSync(PROOF, join(both.root, 'proof'), { recursive: true });
    const wine = createWine({ prefix: '/prefix', root: both.root });
    say(`\n${PROOFS_32[0]}:`);
    await proveForeignHost(wine, tell);
    say(`\n${PROOFS_32[1]}:`);
    await proveIn(wine, { runtime: 'ia32', library: 'ia32', foreign: 'x64' });
    say(`\n${PROOFS_32[2]}:`);
    await proveIn(wine, {
      runtime: 'ia32',
      library: 'ia32-decorated',
      foreign: 'x64',
      only: [0, 1, 3],
    });
  } finally {
    await both.close();
  }
}

async function proveIn(wine, { runtime, library, foreign, only = null }) {
  await wine.prepare();
  const at = wine.toWindows;
  const results = join(wine.proof, 'results.jsonl');
  rmSync(results, { force: true });
  const names = [
    ...readFileSync(join(REPOSITORY, 'test/windows/proof.ts'), 'utf8').matchAll(
      /^ {2}async (['"])((?:\\.|(?!\1).)*)\1\(\)/gm,
    ),
  ].map((match) => match[2].replaceAll('\\', ''));
  const settings = {
    ...JSON.parse(readFileSync(join(PROOF, 'facts.json'), 'utf8')),
    app: at('app'),
    architecture: runtime,
    runtime: at(`node/${runtime}/node.exe`),
    library: at(`library/${library}/SPSecureAPI.dll`),
    foreignLibrary: at(`library/${foreign}/SPSecureAPI.dll`),
    worlds: { rsa: at('worlds/rsa'), sm2: at('worlds/sm2') },
    scratch: at('scratch'),
    results: at('results.jsonl'),
    only: only === null ? names : only.map((index) => names[index]),
  };
  settings.tls = { ...settings.tls, key: at('tls/key.pem'), certificate: at('tls/certificate.pem') };
  writeFileSync(join(wine.proof, 'settings.json'), JSON.stringify(settings));
  rmSync(join(wine.proof, 'scratch'), { recursive: true, force: true });
  mkdirSync(join(wine.proof, 'scratch'), { recursive: true });
  const { code, text } = await wine.run(
    'wine',
    [at('node/x64/node.exe'), at('app/test/windows/proof.js'), at('settings.json')],
    300_000,
  );
  await wine.stop();
  const lines = existsSync(results)
    ? readFileSync(results, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  for (const line of lines) if (line.name !== 'end') tell(line);
  if (lines.at(-1)?.name !== 'end')
    tell({ name: 'the whole proof', isProven: false, facts: `ended early with code ${code}:\n${text}`, durationMs: 0 });
}

async function createWorlds() {
  const app = join(PROOF, 'app/test/support/card');
  const { createWorld, CARD } = await import(join(app, 'world.js'));
  const { keyMaterial } = await import(join(app, 'identity.js'));
  for (const [name, algorithm] of [
    ['rsa', 'rsa-sha1'],
    ['sm2', 'sm2-sm3'],
  ]) {
    const world = createWorld(algorithm);
    rmSync(join(PROOF, 'worlds', name), { recursive: true, force: true });
    cpSync(world.directory, join(PROOF, 'worlds', name), { recursive: true });
    world[Symbol.dispose]();
  }
  const material = keyMaterial('rsa-sha1', 30, 'proof', 2048);
  mkdirSync(join(PROOF, 'tls'), { recursive: true });
  writeFileSync(join(PROOF, 'tls/key.pem'), material.keyPem);
  writeFileSync(join(PROOF, 'tls/certificate.pem'), material.certificatePem);
  const { fingerprint256 } = new X509Certificate(material.certificatePem);
  writeFileSync(
    join(PROOF, 'facts.json'),
    JSON.stringify({ pin: CARD.pin, owner: CARD.owner, tls: { fingerprint: fingerprint256 } }),
  );
}

function say(line) {
  console.log(line);
}

process.exitCode = await main();
