import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Tests with a broker: they share one, which test/support/global-setup.ts starts only when such a test runs.
const WITH_BROKER = ['test/{conformance,e2e,fault}/**/*.test.{ts,tsx}', '{packages,test}/**/*.broker.test.ts'];

const UNITS = 'packages/*/src/**/*.test.{ts,tsx}';

// Units that change or measure what all of a process shares: modules (vi.mock), the user, the environment, the heap.
const OWN_PROCESS = [
  'packages/agent/src/cli/bad-values.test.ts',
  'packages/agent/src/commands/transport.test.ts',
  'packages/agent/src/service/manager.test.ts',
  'packages/core/src/boxes/large-directory.test.ts',
  'packages/core/src/boxes/trouble.test.ts',
  'packages/core/src/gateway/control/server.test.ts',
  'packages/core/src/ledger/ledger-power-cut.test.ts',
];

// Units that start threads or processes, or wait for a disk or a timer: seconds each, so `npm run test:quick` leaves them to `npm test`.
const SLOW_UNITS = [
  'packages/core/src/boxes/crash.test.ts',
  'packages/core/src/boxes/watcher.test.ts',
  'packages/core/src/gateway/commands/verify/verify.test.ts',
  'packages/core/src/gateway/validate-paths.test.ts',
  'packages/core/src/gateway/web/web-server.test.ts',
  'packages/core/src/ledger/ledger-care.test.ts',
  'packages/core/src/ledger/ledger-damage.test.ts',
  'packages/core/src/ledger/ledger-kill.test.ts',
  'packages/core/src/workers/piscina-runner.test.ts',
];

// Against schemas that customs publishes and that are not ours to copy: `npm run test:schemas -- DIRECTORY` says where they are.
const WITH_SCHEMAS = process.env['SWIC_TEST_CEB_SCHEMAS'] === undefined ? ['test/schemas/**'] : [];

const NO_TESTS = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  resolve: {
    // Tests see the sources of every package, so that no build is needed to run one.
    alias: [
      { find: /^@swic\/core\/contract$/, replacement: source('./packages/core/src/contract/index.ts') },
      { find: /^@swic\/core\/version$/, replacement: source('./packages/core/src/contract/version.ts') },
      { find: /^@swic\/core\/client$/, replacement: source('./packages/core/src/gateway/client/index.ts') },
      { find: /^@swic\/core\/ports$/, replacement: source('./packages/core/src/ports/index.ts') },
      { find: /^@swic\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^@swic\/card-ffi$/, replacement: source('./packages/card-ffi/src/index.ts') },
      { find: /^@swic\/desk$/, replacement: source('./packages/desk/src/index.ts') },
      { find: /^@swic\/web$/, replacement: source('./packages/web/src/index.ts') },
      { find: /^@swic\/tui$/, replacement: source('./packages/tui/src/index.ts') },
    ],
  },
  test: {
    exclude: NO_TESTS,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: [UNITS],
          exclude: [...NO_TESTS, ...WITH_BROKER, ...OWN_PROCESS, ...SLOW_UNITS],
          // A worker loads the sources once, not for every file: that was half of the time of these tests.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [...OWN_PROCESS, ...SLOW_UNITS, 'test/**/*.test.{ts,tsx}'],
          exclude: [...NO_TESTS, ...WITH_BROKER, ...WITH_SCHEMAS],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: WITH_BROKER,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // They wait for processes of their own, for a settled file, for a limit: one file more than cores, so that none is idle.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
