import type { CommandMap, CommandName } from '../../contract/commands.js';
import type { StampedEvent } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { LogLine, WatchParams } from '../../contract/log-line.js';
import type { NotificationMap } from '../../contract/notifications.js';
import type { Snapshot } from '../../contract/snapshot.js';
import { callEvery } from '../../runtime/timer.js';
import { isAtLeast } from '../../telemetry/log-table.js';
import { LineCollector, toLogLine } from './watch.js';

/** Tells the other side of one conversation something it did not ask for. */
export type Notify = <Name extends keyof NotificationMap>(name: Name, value: NotificationMap[Name]) => void;

/** What carries out the commands; every one of them, or it does not compile. `watch` belongs to the conversation itself. */
export type CommandHandlers = {
  readonly [Name in Exclude<CommandName, 'watch'>]: (
    params: CommandMap[Name]['params'],
    signal: AbortSignal,
    notify: Notify,
  ) => Promise<CommandMap[Name]['result']>;
};

export interface ConversationSettings {
  readonly handlers: CommandHandlers;
  /** Calls back for each event from now on; returns how to end it. */
  readonly onEvent: (listener: (event: StampedEvent) => void) => () => void;
  readonly snapshot: () => Snapshot;
}

/** One side of a connection to the agent, whatever carries it: a socket, or a dashboard in the same process. */
export interface Conversation {
  /** Rejects with Fault alone. */
  call<Name extends CommandName>(name: Name, params: CommandMap[Name]['params']): Promise<CommandMap[Name]['result']>;
  /** Tells what was not told yet; nothing after it. */
  end(): void;
}

/** Four times a second is more often than a person reads a number. */
const TICK_MS = 250;
/** When nothing happened, the ages and rates on a screen still have to go on. */
const IDLE_TICKS = 8;

export function createConversation(settings: ConversationSettings, tell: Notify): Conversation {
  const controller = new AbortController();
  const { signal } = controller;
  let isOver = false;
  const notify: Notify = (name, value) => {
    if (!isOver) tell(name, value);
  };
  let endWatch: () => void = () => undefined;
  signal.addEventListener('abort', () => endWatch());
  const handle = async <Name extends CommandName>(
    name: Name,
    params: CommandMap[Name]['params'],
  ): Promise<CommandMap[Name]['result']> => {
    if (name === 'watch') {
      const asked = params as WatchParams;
      const backlog = await watchBacklog(settings, asked, signal);
      endWatch();
      if (!signal.aborted) endWatch = startWatch(settings, asked, notify);
      return backlog;
    }
    const work = settings.handlers[name as Exclude<CommandName, 'watch'>] as CommandHandlers['status'];
    const result = await work(params as null, signal, notify);
    if (name === 'subscribe' && !signal.aborted) startSubscription(settings, notify, signal);
    return result;
  };
  return {
    async call(name, params) {
      try {
        return await handle(name, params);
      } catch (reason) {
        throw Fault.from(reason, 'command.failed');
      }
    },
    end: () => {
      controller.abort();
      isOver = true;
    },
  };
}

async function watchBacklog(
  { handlers }: ConversationSettings,
  { afterSeq, level }: WatchParams,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const events = await handlers.subscribe({ afterSeq }, signal, () => undefined);
  return events.map(toLogLine).filter((line) => isAtLeast(line.level, level));
}

function startWatch(settings: ConversationSettings, { level, perSecond }: WatchParams, notify: Notify): () => void {
  const collector = new LineCollector(level, (perSecond * TICK_MS) / 1_000);
  let hasHappened = true;
  let idle = 0;
  const end = settings.onEvent((event) => {
    hasHappened = true;
    collector.add(event);
  });
  const stop = callEvery(TICK_MS, () => {
    const lines = collector.take();
    if (lines !== null) notify('lines', lines);
    idle += 1;
    if (!hasHappened && idle < IDLE_TICKS) return;
    hasHappened = false;
    idle = 0;
    notify('snapshot', settings.snapshot());
  });
  notify('snapshot', settings.snapshot());
  return () => {
    stop();
    end();
    // The last lines, which may say why it ended.
    const lines = collector.take();
    if (lines !== null) notify('lines', lines);
  };
}

/** Every event as it comes, and a snapshot every now and then. */
function startSubscription(settings: ConversationSettings, notify: Notify, signal: AbortSignal): void {
  const end = settings.onEvent((event) => notify('event', event));
  const stop = callEvery(TICK_MS, () => notify('snapshot', settings.snapshot()));
  signal.addEventListener('abort', () => {
    stop();
    end();
  });
}
