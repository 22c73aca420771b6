import {
  type ConfigWarning,
  configJsonSchema,
  configWarnings,
  formatConfig,
  type LoadedConfig,
  plainWarnings,
  readConfig,
  readLocale,
  sharedBoxProblems,
  unknownFields,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { localeOfEnvironment } from '../text/index.js';
import { keyWarnings } from './key-warnings.js';

const EXIT_BAD = 78;

export function declareConfig({ program, t, act }: CommandHost): void {
  const config = program.command('config').description(t('config.about'));
  config
    .command('check')
    .description(t('config.check.about'))
    .action(
      act(async (context) => {
        const file = context.options.config;
        const result = readConfig(file);
        const problems = result.outcome === 'ok' ? await unknownFields(result.loaded, result.locate) : result.problems;
        const warnings = result.outcome === 'ok' ? await warningsOf(result.loaded, context.clock.nowMs()) : [];
        const isBad = problems.length > 0 || warnings.some(({ level }) => level === 'error');
        if (context.options.json) context.printJson({ file, problems, warnings });
        else if (problems.length === 0) {
          if (!isBad) context.print(context.t('config.fine', { file }));
          for (const line of warningLines(context, warnings)) context.print(line);
        } else {
          context.print(context.t('config.problems', { file, count: problems.length }));
          const rows = problems.map((problem) => [
            `${file}:${problem.line}:${problem.column}`,
            problem.path,
            context.locale === 'zh' ? problem.zh : problem.en,
          ]);
          for (const line of formatTable(null, rows)) context.print(line);
        }
        return isBad ? EXIT_BAD : 0;
      }),
    );
  config
    .command('schema')
    .description(t('config.schema.about'))
    .action(
      act(async (context) => {
        context.printJson(configJsonSchema());
        return 0;
      }),
    );
  config
    .command('show')
    .description(t('config.show.about'))
    .action(
      act(async (context) => {
        const { config: complete } = context.load();
        if (context.options.json) context.printJson(complete);
        else context.printText(formatConfig(complete));
        return 0;
      }),
    );
}

async function warningsOf(loaded: LoadedConfig, nowMs: number): Promise<readonly ConfigWarning[]> {
  return [
    ...localeWarnings(loaded),
    ...configWarnings(loaded, process.env, nowMs),
    ...(await plainWarnings(loaded)),
    ...sharedBoxProblems(loaded),
    ...(await keyWarnings(loaded.config.dashboard.keys)),
  ];
}

/** In both languages at once: the one who is told does not read the other. */
function localeWarnings({ file }: LoadedConfig): readonly ConfigWarning[] {
  if (readLocale(file) !== null || localeOfEnvironment() === 'zh') return [];
  const words = '没有设置 locale，信息为中文 / messages are in Chinese; for English write locale: en';
  return [{ level: 'warning', path: 'locale', zh: words, en: words }];
}

function warningLines({ locale, t }: Context, warnings: readonly ConfigWarning[]): readonly string[] {
  return formatTable(
    null,
    warnings.map(({ level, path, ...words }) => [
      t(level === 'error' ? 'config.error' : 'config.warning'),
      path,
      words[locale],
    ]),
  );
}
