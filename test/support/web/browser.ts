import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';
import { findBrowser } from '../chromium.mjs';

/** `describe` for tests in a real browser; skipped, and counted so, with SWIC_TEST_SKIP_BROWSER=1. */
export const describeWithBrowser = describe.skipIf(process.env['SWIC_TEST_SKIP_BROWSER'] === '1');

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no browser: npm test installs one');
  // As root, which tests in a container are, its own sandbox refuses to start.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=en'] });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with what is shown, as `rule: element`. WCAG 2.1 A and AA. */
export async function violations(page: Page): Promise<readonly string[]> {
  // The policy of the page forbids scripts from anywhere else: what is evaluated by the browser's own tools is no part of it.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const found = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}
