import { rmSync } from 'node:fs';
import path from 'node:path';
import { Fault, type Problem, type ResendResult } from '@swic/core';
import type { ControlClient } from '@swic/core/client';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { faultLines } from '../cli/say-fault.js';
import { copyForEditing, openEditor } from './edit-copy.js';
import { askAnywhere, withAgent } from './reach.js';

interface ResendOptions {
  readonly edit: boolean;
  readonly with?: string;
}

const EXIT_FAILED = 1;

export function declareResend({ program, t, act }: CommandHost): void {
  program
    .command('resend <files...>')
    .description(t('resend.about'))
    .option('--edit', t('resend.edit'), false)
    .option('--with <file>', t('resend.with'))
    .action(
      act(async (context, files: readonly string[], options: ResendOptions) => {
        if (options.edit || options.with !== undefined) return resendCorrected(context, files, options.with ?? null);
        const results = await askAnywhere(context, 'resend', { files });
        if (context.options.json) context.printJson(results);
        else for (const result of results) printResult(context, result);
        return results.every(({ outcome }) => outcome === 'queued') ? 0 : EXIT_FAILED;
      }),
    );
}

/** A copy is corrected, checked and sent as the successor; what is not sent stays where it is, to be gone on with. */
async function resendCorrected(context: Context, files: readonly string[], corrected: string | null): Promise<number> {
  const { t } = context;
  const [document, second] = files;
  if (document === undefined || second !== undefined)
    throw new Fault('command.usage', { [context.locale]: t('resend.one') });
  return withAgent(context, async (client) => {
    const copy = corrected === null ? await editCopy(context, client, document) : path.resolve(corrected);
    const result = await client.call('correct', { document, file: copy, isTrial: false });
    if (context.options.json) context.printJson({ ...result, file: copy });
    else for (const problem of result.problems) context.say(problemLine(context, problem));
    if (result.queuedAs !== null) {
      if (!context.options.json) context.print(t('resend.corrected', { file: document, name: result.queuedAs }));
      if (corrected === null) rmSync(path.dirname(copy), { recursive: true, force: true });
      return 0;
    }
    if (!context.options.json) context.say(t(result.isSame ? 'resend.same' : 'resend.again', { document, copy }));
    return EXIT_FAILED;
  });
}

/** A copy that was begun is never thrown away: where the editor fails, its place is told. */
async function editCopy(context: Context, client: ControlClient, word: string): Promise<string> {
  const { document, name, path: file } = await client.call('correctable', { document: word });
  const copy = copyForEditing(file, name);
  try {
    await openEditor(copy);
  } catch (reason) {
    context.say(context.t('resend.again', { document, copy }));
    throw reason;
  }
  return copy;
}

function problemLine({ locale }: Context, problem: Problem): string {
  const place = problem.line > 0 ? `${problem.line}:${problem.column} ` : '';
  return `  ${place}${problem.path}: ${problem[locale]}`;
}

function printResult(context: Context, { file, queuedAs, fault }: ResendResult): void {
  if (queuedAs !== null) context.print(context.t('resend.queued', { file, name: queuedAs }));
  else if (fault !== null) for (const line of faultLines(context, fault)) context.say(line);
}
