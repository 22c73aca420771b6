import { describe, expect, test } from 'vitest';
import { BANS } from '../../scripts/lint/bans.mjs';
import { createLinter } from './lint-text.js';

interface Fixture {
  readonly ban: keyof typeof BANS;
  readonly code: string;
}

/** Every way to say what is banned. */
const FIXTURES: readonly Fixture[] = [
  { ban: 'default-export', code: 'export default 1;' },
  { ban: 'default-export', code: 'const one = 1; export { one as default };' },
  { ban: 'enum', code: 'export enum Stage { claimed }' },
  { ban: 'namespace', code: 'export namespace Stages { export const one = 1; }' },
  { ban: 'process-exit', code: 'process.exit(1);' },
  { ban: 'process-exit', code: "process['exit'](1);" },
  { ban: 'process-exit', code: 'const { exit } = process; exit(1);' },
  { ban: 'process-exit', code: "import { exit } from 'node:process'; exit(1);" },
  { ban: 'clock', code: 'export const now = Date.now();' },
  { ban: 'clock', code: 'export const now = new Date();' },
  { ban: 'clock', code: 'export const now = Date();' },
  { ban: 'clock', code: 'export const now = performance.now();' },
  { ban: 'clock', code: 'export const now = process.hrtime.bigint();' },
  { ban: 'timer', code: 'setTimeout(() => undefined, 1);' },
  { ban: 'timer', code: 'setInterval(() => undefined, 1);' },
  { ban: 'timer', code: 'globalThis.setTimeout(() => undefined, 1);' },
  { ban: 'timer', code: "import { setTimeout as delay } from 'node:timers/promises'; await delay(1);" },
  { ban: 'timer', code: "import { setInterval as every } from 'timers'; every(() => undefined, 1);" },
  { ban: 'timer', code: 'export const signal = AbortSignal.timeout(1);' },
  { ban: 'random', code: 'export const chance = Math.random();' },
  { ban: 'console', code: "console.log('here');" },
  { ban: 'terminal-write', code: "process.stdout.write('here');" },
  { ban: 'terminal-write', code: "process.stderr.write('here');" },
  { ban: 'terminal-write', code: "process.stderr.end('here');" },
  { ban: 'terminal-write', code: "const out = process.stdout; out.write('here');" },
  { ban: 'terminal-write', code: "const { stdout } = process; stdout.write('here');" },
  { ban: 'terminal-write', code: "import { stdout } from 'node:process'; stdout.write('here');" },
  { ban: 'bare-error', code: "throw new Error('no');" },
  { ban: 'bare-error', code: "throw new RangeError('no');" },
  { ban: 'bare-error', code: "throw Error('no');" },
  { ban: 'host-facts', code: "import { userInfo } from 'node:os'; userInfo();" },
  { ban: 'host-facts', code: "import os from 'node:os'; os.homedir();" },
  { ban: 'swallowed-failure', code: 'export const scope = new Scope(signal, () => undefined);' },
  { ban: 'swallowed-failure', code: 'export const scope = new Scope(signal, () => {});' },
  { ban: 'swallowed-failure', code: 'export const scope = new Scope(signal, function () {});' },
  { ban: 'swallowed-failure', code: 'export const scope = new Scope(signal, () => null);' },
  { ban: 'swallowed-failure', code: 'export const scope = new Scope(signal, () => void 0);' },
  { ban: 'swallowed-failure', code: 'export const opened = Scope.open(signal, () => undefined, open);' },
  { ban: 'swallowed-failure', code: 'scope.spawn((inner) => work(inner).catch(() => undefined));' },
  { ban: 'error-class', code: 'export class OtherError extends Error {}' },
  { ban: 'error-class', code: 'export const OtherError = class extends TypeError {};' },
];

type Ban = Fixture['ban'];

const EVERYWHERE: readonly Ban[] = ['default-export', 'enum', 'namespace', 'process-exit'];
const TIME: readonly Ban[] = ['clock', 'timer', 'random'];
const ALL: readonly Ban[] = [
  ...EVERYWHERE,
  ...TIME,
  'console',
  'terminal-write',
  'swallowed-failure',
  'host-facts',
  'bare-error',
  'error-class',
];
const without = (...lifted: readonly Ban[]): readonly Ban[] => ALL.filter((ban) => !lifted.includes(ban));

/** What holds where; written down a second time on purpose, so that a zone that loses a ban is noticed. */
const PLACES: readonly { readonly path: string; readonly bans: readonly Ban[] }[] = [
  { path: 'packages/core/src/flows/fixture.ts', bans: ALL },
  { path: 'packages/core/src/domain/fixture.ts', bans: ALL },
  { path: 'packages/core/src/contract/fault.ts', bans: without('error-class') },
  { path: 'packages/core/src/runtime/fixture.ts', bans: without(...TIME) },
  { path: 'packages/core/src/runtime/host/fixture.ts', bans: without('host-facts') },
  { path: 'packages/core/src/transports/ibmmq/client/entry.ts', bans: without('process-exit') },
  { path: 'packages/core/src/transports/ibmmq/client/watchdog.ts', bans: without('timer') },
  {
    path: 'packages/agent/src/commands/fixture.ts',
    bans: [...EVERYWHERE, ...TIME, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/agent/src/main.ts',
    bans: [
      'default-export',
      'enum',
      'namespace',
      ...TIME,
      'console',
      'terminal-write',
      'swallowed-failure',
      'host-facts',
    ],
  },
  {
    path: 'packages/card-ffi/src/signers/fixture.ts',
    bans: [...EVERYWHERE, ...TIME, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/card-ffi/src/runtime/fixture.ts',
    bans: [...EVERYWHERE, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/tui/src/screens/Fixture.tsx',
    bans: [...EVERYWHERE, ...TIME, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/tui/src/hooks/use-fixture.ts',
    bans: [...EVERYWHERE, 'clock', 'random', 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/web/src/browser/fixture.ts',
    bans: [...EVERYWHERE, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'],
  },
  {
    path: 'packages/agent/src/cli/output.ts',
    bans: [...EVERYWHERE, ...TIME, 'console', 'swallowed-failure', 'host-facts'],
  },
  { path: 'packages/core/src/telemetry/stderr.ts', bans: without('terminal-write') },
  { path: 'packages/core/src/flows/fixture.test.ts', bans: EVERYWHERE },
  { path: 'test/e2e/fixture.ts', bans: EVERYWHERE },
];

const lint = createLinter();

describe('what the code may not say', () => {
  test.each(PLACES)('in $path exactly the bans of that place hold', async ({ path, bans }) => {
    for (const { ban, code } of FIXTURES) {
      expect({ code, isCaught: await catches(path, code, ban) }).toEqual({ code, isCaught: bans.includes(ban) });
    }
  });

  test('every ban has a fixture', () => {
    expect([...new Set(FIXTURES.map(({ ban }) => ban))].sort()).toEqual(Object.keys(BANS).sort());
  });

  test('what resembles a ban is lawful', async () => {
    const code = `
      export class Fault extends Object {}
      export const at = (ms: number): Date => new Date(ms);
      export const stop = (timer: NodeJS.Timeout): void => clearTimeout(timer);
      export const isOver = (signal: AbortSignal): boolean => signal.reason instanceof Error;
    `;
    expect(await lint('packages/core/src/flows/fixture.ts', code)).toEqual([]);
  });
});

async function catches(path: string, code: string, ban: Ban): Promise<boolean> {
  const complaints = await lint(path, code);
  return complaints.some(({ rule, message }) => rule === 'no-restricted-syntax' && message.startsWith(`[${ban}]`));
}
