import { configJsonSchema, formatConfig, readConfig } from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';

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
        const problems = result.outcome === 'ok' ? [] : result.problems;
        if (context.options.json) context.printJson({ file, problems });
        else if (problems.length === 0) context.print(context.t('config.fine', { file }));
        else {
          context.print(context.t('config.problems', { file, count: problems.length }));
          const rows = problems.map((problem) => [
            `${file}:${problem.line}:${problem.column}`,
            problem.path,
            context.locale === 'zh' ? problem.zh : problem.en,
          ]);
          for (const line of formatTable(null, rows)) context.print(line);
        }
        return problems.length === 0 ? 0 : EXIT_BAD;
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
