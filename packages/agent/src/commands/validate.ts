import { type ValidatedFile, validatePaths, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { endLine, sayAgain } from '../cli/output.js';
import { faultLines } from '../cli/say-fault.js';

const EXIT_BAD = 1;

export function declareValidate({ program, t, act }: CommandHost): void {
  program
    .command('validate <files...>')
    .description(t('validate.about'))
    .option('--business <key>', t('validate.business'))
    .action(
      act(async (context, paths: readonly string[], options: { readonly business?: string }) => {
        const isChatty = process.stderr.isTTY && !context.options.json;
        const onProgress = (done: number, total: number): void => {
          if (isChatty) sayAgain(context.t('validate.progress', { done, total }));
        };
        const files = await validatePaths(
          context.options.config,
          { paths, business: options.business ?? null, onProgress },
          new AbortController().signal,
        );
        if (isChatty) endLine();
        const rejected = files.filter(({ outcome }) => outcome !== 'accepted').length;
        if (context.options.json) context.printJson(files);
        else {
          for (const file of files) printFile(context, file);
          context.print(
            context.t('validate.total', { files: files.length, accepted: files.length - rejected, rejected }),
          );
        }
        return rejected === 0 ? 0 : EXIT_BAD;
      }),
    );
}

function printFile(context: Context, { path, outcome, business, fault, problems }: ValidatedFile): void {
  context.print(`${path}: ${wordFor('outcome', outcome, context.locale)}${business === null ? '' : ` (${business})`}`);
  if (fault !== null && problems.length === 0) for (const line of faultLines(context, fault)) context.print(line);
  for (const problem of problems) {
    const text = context.locale === 'zh' ? problem.zh : problem.en;
    context.print(
      `  ${path}:${problem.line}:${problem.column}  ${wordFor('level', problem.level, context.locale)}  ${problem.path}  ${text}`,
    );
  }
}
