import { FAULTS, Fault, type FaultRecord, testConnectionOf, testNoteText, testStepText, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { faultLines } from '../cli/say-fault.js';
import { formatTable } from '../cli/table.js';
import { withAgent } from './reach.js';

const EXIT_UNREACHABLE = 69;
const EXIT_CONFIG = 78;

export function declareTestConnection({ program, t, act }: CommandHost): void {
  program
    .command('test-connection')
    .description(t('test.about'))
    .action(
      act(async (context) => {
        const steps = await test(context);
        const failed = steps.find(({ outcome }) => outcome === 'failed');
        if (context.options.json) context.printJson(steps);
        else {
          const rows = steps.map((step) => [
            testStepText(step.name, context.locale),
            wordFor('outcome', step.outcome, context.locale),
            Math.round(step.durationMs),
            testNoteText(step.note ?? '', context.locale),
          ]);
          for (const line of formatTable(
            [t('column.step'), t('column.outcome'), t('column.ms'), t('column.note')],
            rows,
          ))
            context.print(line);
          if (failed?.fault) for (const line of faultLines(context, failed.fault)) context.say(line);
        }
        return failed === undefined ? 0 : exitCodeOf(failed.fault);
      }),
    );
}

/** What only the configuration or an installation can mend is told apart from what may be over in a minute. */
function exitCodeOf(fault: FaultRecord | null): number {
  return fault !== null && FAULTS[fault.code].exitCode === EXIT_CONFIG ? EXIT_CONFIG : EXIT_UNREACHABLE;
}

/** By the agent where one runs, since its machine and its secrets are what counts; otherwise from here. */
async function test(context: Context): Promise<Awaited<ReturnType<typeof testConnectionOf>>> {
  try {
    return await withAgent(context, (client) => client.call('testConnection', null));
  } catch (reason) {
    if (!(reason instanceof Fault) || reason.code !== 'instance.not-running') throw reason;
  }
  return testConnectionOf(context.load(), context.clock, () => undefined, new AbortController().signal);
}
