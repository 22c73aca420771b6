import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Card, step } from '@swic/card-ffi';
import { expect, test } from 'vitest';
import { buildSimulator } from '../support/card/build-simulator.js';
import { openSimulatedCard } from '../support/card/card.js';
import { CARD, createWorld } from '../support/card/world.js';
import { describeWithCompiler } from '../support/compiler.js';

const { signal } = new AbortController();
const BARE = fileURLToPath(new URL('../support/card/bare-calls.mjs', import.meta.url));
const ROUNDS = 200;
const DATA = Buffer.alloc(2048, 'x');

async function bridgedPerSecond(card: Card, perUse: number): Promise<number> {
  const [pin, expectedCard] = [Buffer.from(CARD.pin), Buffer.from(CARD.cardId)];
  const steps = Array.from({ length: perUse }, () => step('SpcSignData', { data: DATA }));
  const use = async (): Promise<void> => {
    const { failure } = await card.use({ pin, expectedCard, isBracketed: true, steps }, signal);
    if (failure !== null) throw new Error(JSON.stringify(failure));
  };
  for (let round = 0; round < 50 / perUse; round += 1) await use();
  const started = performance.now();
  for (let round = 0; round < ROUNDS / perUse; round += 1) await use();
  return (ROUNDS / (performance.now() - started)) * 1000;
}

describeWithCompiler('the bridge', () => {
  test('is measured against bare calls in one process', async () => {
    using world = createWorld('rsa-sha1');
    const environment = { ...process.env, ...world.environment };
    const bare = Number(
      execFileSync(process.execPath, [BARE, buildSimulator(), CARD.pin, String(ROUNDS)], {
        env: environment,
        encoding: 'utf8',
      }),
    );
    await using card = openSimulatedCard(world);
    const single = await bridgedPerSecond(card, 1);
    const batched = await bridgedPerSecond(card, 20);
    const figures = [
      `bare ffi-rs ${bare.toFixed(0)}/s`,
      `bridge ${single.toFixed(0)}/s (ratio ${(single / bare).toFixed(2)})`,
      `bridge, 20 a use ${batched.toFixed(0)}/s (ratio ${(batched / bare).toFixed(2)})`,
    ];
    console.log(`signatures of 2 KiB with their Init, PIN and Clear: ${figures.join(', ')}`);
    // The figures above are the result; these bounds only catch a bridge that has become a different thing altogether.
    expect(single / bare).toBeGreaterThan(0.05);
    expect(batched / bare).toBeGreaterThan(0.05);
  });
});
