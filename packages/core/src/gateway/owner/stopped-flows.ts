import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { flushDirectory } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import type { FlowName } from '../../contract/events.js';
import { businessKey } from '../../domain/document.js';

/** A person's word that a flow is stopped. */
export interface StopWord {
  readonly sinceMs: number;
  /** Null = not known: the word is from before it was kept, or its end was lost in a power cut. */
  readonly by: string | null;
}

export interface StoppedFlow extends StopWord {
  readonly flow: FlowName;
}

/** Flows that a person has stopped, over restarts and until a person starts them (decision 0051). */
export interface StoppedFlows {
  /** Null = no person has stopped it. */
  find(flow: FlowName): StopWord | null;
  /** In no order. */
  all(): readonly StoppedFlow[];
  /** Durable when it resolves; an earlier word stays. Rejects with `disk.*`. */
  note(flow: FlowName, word: StopWord): Promise<void>;
  /** Durable when it resolves. Rejects with `disk.*`. */
  forget(flow: FlowName): Promise<void>;
}

const DIRECTORY = 'stopped';

/** A file for each, whose being there is the word: one that is damaged says no less. */
export function stoppedFlowsIn(dataDir: string): StoppedFlows {
  const directory = path.join(dataDir, DIRECTORY);
  const fileOf = ({ business, direction }: FlowName): string => path.join(directory, `${business}.${direction}`);
  return {
    find: (flow) => read(fileOf(flow)),
    all: () =>
      namesIn(directory).flatMap((name) => {
        const flow = flowNamed(name);
        const word = flow === null ? null : read(path.join(directory, name));
        return flow === null || word === null ? [] : [{ flow, ...word }];
      }),
    async note(flow, { sinceMs, by }) {
      const file = fileOf(flow);
      if (read(file) !== null) return;
      await keep(file, async () => {
        // Not the data directory with it: one that was moved away must find its place free.
        if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
        try {
          writeFileSync(file, `${sinceMs}\n${by ?? ''}\n`, { flush: true });
        } catch (reason) {
          // A full disk that has a place for the name alone: that is the word.
          if (!existsSync(file)) throw reason;
        }
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

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Null = no file of ours. */
function flowNamed(name: string): FlowName | null {
  const [, business, direction] = /^(.+)\.(send|receive)$/.exec(name) ?? [];
  if (business === undefined) return null;
  return { business: businessKey(business), direction: direction === 'send' ? 'send' : 'receive' };
}

async function keep(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (reason) {
    throw toFault(reason, 'box', file);
  }
}

/** Null when there is none. A file without a time in it was cut off by a power cut: the word was said before. */
function read(file: string): StopWord | null {
  try {
    const [since = '', by = ''] = readFileSync(file, 'utf8').split('\n');
    const sinceMs = Number(since.trim());
    return { sinceMs: Number.isSafeInteger(sinceMs) ? sinceMs : 0, by: by === '' ? null : by };
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw toFault(reason, 'box', file);
  }
}
