import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '@swic/core';
import { expect, onTestFinished, test } from 'vitest';
import { type Context, createContext } from '../cli/context.js';
import type { ServiceFacts } from '../service/definition.js';
import { offerStart, type StartWay } from './offer-start.js';

function open(): { readonly context: Context; readonly said: string[]; readonly file: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-offer-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, 'swic.yaml');
  writeFileSync(file, 'clientId: DXPESW0000000000\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
  const said: string[] = [];
  const made = createContext({ config: file, json: false, locale: 'en' });
  let tickMs = 0;
  const clock = {
    ...made.clock,
    tickMs: () => tickMs,
    sleep: async (delayMs: number) => {
      tickMs += delayMs;
    },
  };
  return { context: { ...made, clock, say: (line) => said.push(line) }, said, file };
}

async function answer(typed: string, ways: readonly StartWay[], fault: Fault | null = null) {
  const { context, said, file } = open();
  const installed: ServiceFacts[] = [];
  const install = (facts: ServiceFacts): void => {
    if (fault !== null) throw fault;
    installed.push(facts);
  };
  const isInstalled = await offerStart(context, { ways, ask: async () => typed, install });
  return { isInstalled, installed, said, file };
}

test('where no way is there nothing is asked', async () => {
  expect(await answer('1', [])).toMatchObject({ isInstalled: false, said: [] });
});

test('a number installs that way, with the configuration that was just written', async () => {
  const logon = await answer('1', ['logon', 'service']);
  expect(logon).toMatchObject({ isInstalled: true, installed: [{ isLogon: true, config: logon.file }] });
  expect(logon.said.join('\n')).toContain('2 = as a service at boot');
  expect(await answer('2', ['logon', 'service'])).toMatchObject({ isInstalled: true, installed: [{ isLogon: false }] });
});

test.each(['', '3', '0', 'x'])('"%s" is a no: it runs in this window', async (typed) => {
  expect(await answer(typed, ['logon', 'service'])).toMatchObject({ isInstalled: false, installed: [] });
});

test('what cannot be installed is said, with the command for later', async () => {
  const refused = await answer('2', ['logon', 'service'], new Fault('command.failed', { tool: 'sc' }));
  expect(refused.isInstalled).toBe(false);
  expect(refused.said.join('\n')).toMatch(/\[command\.failed\][\s\S]*window of an administrator: swic service install/);
});
