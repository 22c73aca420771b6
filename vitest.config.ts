import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
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
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
