import { type Trace, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { faultLines } from '../cli/say-fault.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';
import { askAnywhere } from './reach.js';
import { stateText } from './state-text.js';

const EXIT_NOT_FOUND = 1;

export function declareTrace({ program, t, act }: CommandHost): void {
  program
    .command('trace <what>')
    .description(t('trace.about'))
    .action(
      act(async (context, query: string) => {
        const traces = await askAnywhere(context, 'trace', { query });
        if (context.options.json) context.printJson(traces);
        else if (traces.length === 0) context.say(context.t('trace.none', { query }));
        else for (const trace of traces) printTrace(context, trace);
        return traces.length === 0 ? EXIT_NOT_FOUND : 0;
      }),
    );
}

function printTrace(context: Context, { document, state, steps, resentAs }: Trace): void {
  const keys = [...document.keys, ...(document.standing?.learned ?? [])]
    .map(({ name, value }) => `${name}=${value}`)
    .join('  ');
  context.print(
    `${document.business}  ${document.name}  ${document.id}  ${wordFor('stage', document.stage, context.locale)}`,
  );
  if (keys !== '') context.print(`  ${keys}`);
  if (state !== null) context.print(`  ${context.t('column.state')}: ${stateText(context, state)}`);
  const rows = steps.map((step) => [
    `  ${formatTime(step.atMs)}`,
    wordFor('step', step.step, context.locale),
    context.locale === 'zh' ? step.zh : step.en,
  ]);
  for (const line of formatTable(null, rows)) context.print(line);
  if (document.fault !== null) for (const line of faultLines(context, document.fault)) context.print(line);
  if (resentAs.length > 0) context.print(`  ${context.t('trace.resent', { ids: resentAs.join(' ') })}`);
}
