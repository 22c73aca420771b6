import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { flushDirectory } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import type { FlowName } from '../../contract/events.js';

/** Flows that a person has stopped, over restarts and until a person starts them (decision 0051). */
export interface StoppedFlows {
  /** Since when; null = no person has stopped it. */
  since(flow: FlowName): number | null;
  /** Durable when it resolves. Rejects with `disk.*`. */
  note(flow: FlowName, sinceMs: number): Promise<void>;
  /** Durable when it resolves. Rejects with `disk.*`. */
  forget(flow: FlowName): Promise<void>;
}

const DIRECTORY = 'stopped';

/** A file for each, whose being there is the word: one that is damaged says no less. */
export function stoppedFlowsIn(dataDir: string): StoppedFlows {
  const directory = path.join(dataDir, DIRECTORY);
  const fileOf = ({ business, direction }: FlowName): string => path.join(directory, `${business}.${direction}`);
  return {
    since: (flow) => read(fileOf(flow)),
    async note(flow, sinceMs) {
      const file = fileOf(flow);
      if (read(file) !== null) return;
      await keep(file, async () => {
        // Not the data directory with it: one that was moved away must find its place free.
        if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
        writeFileSync(file, `${sinceMs}\n`, { flush: true });
        await flushDirectory(directory);
      });
    },
    async forget(flow) {
      const file = fileOf(flow);
      if (read(file) === null) return;
      await keep(file, async () => {
        rmSync(file, { force: true });
        await flushDirectory(directory);
      });
    },
  };
}

async function keep(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (reason) {
    throw toFault(reason, 'box', file);
  }
}

/** Null when there is none. A file without a time in it was cut off by a power cut: the word was said before. */
function read(file: string): number | null {
  try {
    const sinceMs = Number(readFileSync(file, 'utf8').trim());
    return Number.isSafeInteger(sinceMs) ? sinceMs : 0;
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw toFault(reason, 'box', file);
  }
}
