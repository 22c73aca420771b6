import { fileURLToPath } from 'node:url';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Complaint {
  readonly rule: string | null;
  readonly message: string;
}

/** Lints a text as if it were at a path of the project, by the project's own configuration. */
export type LintText = (path: string, text: string) => Promise<readonly Complaint[]>;

/** Without the rules that need types, so that a path need not exist. */
export function createLinter(): LintText {
  return lintWith(new ESLint({ cwd: ROOT, overrideConfig: [tseslint.configs.disableTypeChecked] }));
}

const BOUNDARIES = '@nx/enforce-module-boundaries';

/**
 * The boundaries by their tags alone. Nx reports a circle of packages first and then stops looking, which would hide a
 * constraint that constrains nothing.
 */
export async function createTagLinter(): Promise<LintText> {
  const [severity, options] = (await readRules('packages/core/src/index.ts'))[BOUNDARIES] ?? [];
  const tagsOnly = { ...(options as object), ignoredCircularDependencies: [['*', '*']] };
  const rules = { [BOUNDARIES]: [severity, tagsOnly] } as Linter.RulesRecord;
  return lintWith(new ESLint({ cwd: ROOT, overrideConfig: [tseslint.configs.disableTypeChecked, { rules }] }));
}

/** With the rules that need types; for paths in packages/core/src, which need not exist either. */
export function createTypedLinter(): LintText {
  const projectService = {
    allowDefaultProject: ['packages/core/src/*.ts'],
    defaultProject: 'tsconfig.check.json',
    maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 32,
  };
  const parserOptions = { project: false, projectService, tsconfigRootDir: ROOT };
  return lintWith(new ESLint({ cwd: ROOT, overrideConfig: [{ languageOptions: { parserOptions } }] }));
}

// Between them every block of the configuration that has rules holds.
const KINDS_OF_FILES = ['packages/core/src/index.ts', 'packages/core/src/contract/fault.ts'];

/** The rules that are on for the sources of core, where most are. */
export async function listLintRules(): Promise<readonly string[]> {
  const rules: Rules = Object.assign({}, ...(await Promise.all(KINDS_OF_FILES.map(readRules))));
  return Object.keys(rules).filter((rule) => rules[rule]?.[0] !== 0);
}

type Rules = Readonly<Record<string, readonly [severity: number, options: unknown]>>;

async function readRules(path: string): Promise<Rules> {
  const config: unknown = await new ESLint({ cwd: ROOT }).calculateConfigForFile(path);
  return (config as { readonly rules: Rules }).rules;
}

function lintWith(eslint: ESLint): LintText {
  return async (path, text) => {
    const results = await eslint.lintText(text, { filePath: path });
    const messages = results.flatMap((result) => result.messages);
    return messages.map(({ ruleId, message }) => ({ rule: ruleId, message }));
  };
}
