// Signatures per second through the bridge (the card's own process, its socket, its rules) against bare ffi-rs calls in one
// process, both with their Init, PIN and Clear around each use of the simulated card, in alternating rounds.
//   npm run bench -- card [--json FILE] [--rounds 5] [--count 300]
//   bare      ffi-rs, one use a signature
//   bridge    one use a signature, one after another: what a card in a reader gets
//   batched   20 signatures a use: what an HSM's profile does
//   signer    the signer of the gateway over it, 64 callers at a time, PIN budget and queue included
import '../support/run-typescript.mjs';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EPORT_HSM, openCard, openCardSigner, step } from '@swic/card-ffi';
import { systemClock } from '@swic/core';

const { buildSimulator } = await import('../support/card/build-simulator.js');
const { cardOptions } = await import('../support/card/card.js');
const { CARD, createWorld } = await import('../support/card/world.js');

const { values: args } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    count: { type: 'string', default: '300' },
  },
});
const ROUNDS = Number(args.rounds);
const COUNT = Number(args.count);
const BATCH = 20;
const CALLERS = 64;
const DATA = Buffer.alloc(2048, 'x');
const BARE = fileURLToPath(new URL('../support/card/bare-calls.mjs', import.meta.url));
const { signal } = new AbortController();

const directory = mkdtempSync(path.join(tmpdir(), 'swic-bench-card-'));
const results = {};
try {
  for (const algorithm of ['rsa-sha1', 'sm2-sm3']) results[algorithm] = await compare(algorithm);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const [algorithm, { bare, ...ours }] of Object.entries(results)) {
  console.log(`${algorithm}, 2 KiB each: bare ffi-rs ${bare}/s`);
  for (const [name, perSecond] of Object.entries(ours))
    console.log(`  ${name.padEnd(8)} ${perSecond}/s  ratio ${(perSecond / bare).toFixed(2)}`);
}
if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(results, null, 2)}\n`);

async function compare(algorithm) {
  const world = createWorld(algorithm);
  const card = openCard(cardOptions(world), systemClock);
  const signer = openSigner(world, algorithm);
  try {
    const rates = { bare: [], bridge: [], batched: [], signer: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.bare.push(bareRate(world));
      rates.bridge.push(await rateOf(() => useCard(card, 1), COUNT, 1));
      rates.batched.push(await rateOf(() => useCard(card, BATCH), COUNT / BATCH, BATCH));
      rates.signer.push(await signerRate(signer));
    }
    return Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, Math.round(median(all))]));
  } finally {
    await signer[Symbol.asyncDispose]();
    await card[Symbol.asyncDispose]();
    world[Symbol.dispose]();
  }
}

function openSigner(world, algorithm) {
  const options = {
    card: cardOptions(world, { profile: EPORT_HSM }),
    pin: async () => CARD.pin,
    pinStateFile: path.join(directory, `${algorithm}.json`),
    pauseMs: null,
    attemptsMax: 3,
    retryPauseMs: 5,
    waitingMax: 1_000,
  };
  return openCardSigner(options, systemClock);
}

/** In a process of its own, as the bridge's host is, with its own start left out. */
function bareRate(world) {
  const environment = { ...process.env, ...world.environment };
  const words = [BARE, buildSimulator(), CARD.pin, String(COUNT)];
  return Number(execFileSync(process.execPath, words, { env: environment, encoding: 'utf8' }));
}

async function useCard(card, perUse) {
  const steps = Array.from({ length: perUse }, () => step('SpcSignData', { data: DATA }));
  const [pin, expectedCard] = [Buffer.from(CARD.pin), Buffer.from(CARD.cardId)];
  const { failure } = await card.use({ pin, expectedCard, isBracketed: true, steps }, signal);
  if (failure !== null) throw new Error(JSON.stringify(failure));
}

async function rateOf(work, count, weight) {
  await work();
  const startedMs = performance.now();
  for (let turn = 0; turn < count; turn += 1) await work();
  return ((count * weight) / (performance.now() - startedMs)) * 1000;
}

async function signerRate(signer) {
  const sign = () => signer.sign({ bytes: DATA, purpose: 'dec-sign' }, signal);
  await sign();
  let left = COUNT;
  const caller = async () => {
    while (left-- > 0) await sign();
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (COUNT / (performance.now() - startedMs)) * 1000;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
