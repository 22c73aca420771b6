import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Tests with a broker: they share one, which test/support/global-setup.ts starts only when such a test runs.
const WITH_BROKER = ['test/{conformance,e2e,fault}/**/*.test.{ts,tsx}', '{packages,test}/**/*.broker.test.ts'];

export default defineConfig({
  resolve: {
    // Tests see the sources of every package, so that no build is needed to run one.
    alias: [
      { find: /^@swic\/core\/contract$/, replacement: source('./packages/core/src/contract/index.ts') },
      { find: /^@swic\/core\/client$/, replacement: source('./packages/core/src/gateway/client/index.ts') },
      { find: /^@swic\/core\/ports$/, replacement: source('./packages/core/src/ports/index.ts') },
      { find: /^@swic\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^@swic\/card-ffi$/, replacement: source('./packages/card-ffi/src/index.ts') },
      { find: /^@swic\/tui$/, replacement: source('./packages/tui/src/index.ts') },
    ],
  },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', ...WITH_BROKER],
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
          // These wait for processes of their own most of the time: with one file for each core none of them is idle.
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
