import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ICruiseResult, IFlattenedRuleSet } from 'dependency-cruiser';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = '.dependency-cruiser.cjs';
const SETTINGS = [RULES, 'package.json', 'tsconfig.base.json', 'tsconfig.check.json'];
const REPORT_BYTES_MAX = 64 * 1024 * 1024;

export interface Finding {
  readonly rule: string;
  /** The file with the wrong import; for a cycle, every file of it. */
  readonly files: readonly string[];
}

/** The names of all rules. */
export function listRules(): readonly string[] {
  const { forbidden = [] } = createRequire(import.meta.url)(join(ROOT, RULES)) as IFlattenedRuleSet;
  return forbidden.map(({ name = 'a rule without a name' }) => name);
}

/** What the project's own rules find in a tree that is laid out like ours, given as path -> text. */
export async function cruiseTree(files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const tree = await mkdtemp(join(tmpdir(), 'swic-tree-'));
  try {
    await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const name of SETTINGS) await copyFile(join(ROOT, name), join(tree, name));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    return findingsOf(JSON.parse(await cruise(tree)) as ICruiseResult);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** In a process of its own, because the aliases of tsconfig are looked up from the working directory. */
function cruise(tree: string): Promise<string> {
  const words = [CRUISER, 'packages/*/src', '--config', RULES, '--output-type', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd: tree, maxBuffer: REPORT_BYTES_MAX }, (_, report, complaint) => {
      // Findings make it exit with a number; a report is what tells them from a failure.
      if (report === '') reject(new Error(complaint));
      else resolve(report);
    });
  });
}

function findingsOf({ summary }: ICruiseResult): readonly Finding[] {
  return summary.violations.map(({ rule, from, cycle }) => ({
    rule: rule.name,
    files: [from, ...(cycle ?? []).map(({ name }) => name)],
  }));
}
