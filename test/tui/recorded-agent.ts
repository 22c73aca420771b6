import { readFileSync } from 'node:fs';
import type { ControlClient } from '@swic/core/client';
import {
  type BrowsePage,
  type CommandMap,
  type CommandName,
  type EditSettingsResult,
  type Examination,
  Fault,
  type ListedReceipt,
  type LogLine,
  type NotificationMap,
  type SettingsReport,
  type SignerDescription,
  type Snapshot,
  type StampedEvent,
  type TestStepRecord,
  type WaitingFile,
} from '@swic/core/contract';
import { toLogLine } from '../../packages/core/src/gateway/control/watch.js';
import type { Clock } from '../../packages/core/src/ports/clock.js';
import { createRecorder } from '../../packages/core/src/telemetry/recorder.js';
import { lateReport } from './late-documents.js';

interface Recording {
  readonly status: Snapshot;
  readonly events: readonly StampedEvent[];
  readonly documents: BrowsePage;
  readonly rejected: Examination;
  readonly filed: Examination;
  readonly receipts: readonly ListedReceipt[];
  readonly settings: SettingsReport;
  readonly test: readonly TestStepRecord[];
}

export const recording = JSON.parse(readFileSync(new URL('./recording.json', import.meta.url), 'utf8')) as Recording;

/** A moment after the last recorded event: what time it is in every frame. */
export const NOW_MS = (recording.events.at(-1)?.atMs ?? 0) + 2_000;

/** What the real recorder makes of the recorded events. */
export function recordedSnapshot(more: readonly StampedEvent['event'][] = []): Snapshot {
  const { agent, transport, businesses } = recording.status;
  let nowMs = recording.events[0]?.atMs ?? 0;
  const clock: Clock = { nowMs: () => nowMs, tickMs: () => nowMs, random: () => 0, sleep: async () => undefined };
  const recorder = createRecorder(
    {
      agent: { ...agent, pid: 4711 },
      transport,
      signer: null,
      businesses: businesses.map(({ send, receive: _receive, ...names }) => ({
        ...names,
        send: send === null ? null : 'running',
        receive: 'running',
      })),
    },
    clock,
  );
  for (const event of recording.events) recorder.read(event);
  more.forEach((event, at) => recorder.read({ seq: 100_000 + at, atMs: NOW_MS - 500, event }));
  nowMs = NOW_MS;
  return { ...recorder.snapshot(), agent: { ...recorder.snapshot().agent, nowMs: NOW_MS, pid: 4711 } };
}

export interface RecordedAgent {
  readonly client: ControlClient;
  /** Every command that was given, with its parameters. */
  readonly called: { readonly name: CommandName; readonly params: unknown }[];
  tell<Name extends keyof NotificationMap>(name: Name, value: NotificationMap[Name]): void;
  /** The agent is gone. */
  close(): void;
}

/** Answers as the recorded agent did, or otherwise where `answers` says so. */
export function openRecordedAgent(
  snapshot: Snapshot,
  signer: SignerDescription | null = null,
  answers: Answers = {},
): RecordedAgent {
  const listeners = new Map<string, Set<(value: never) => void>>();
  const called: RecordedAgent['called'] = [];
  const tell: RecordedAgent['tell'] = (name, value) => {
    for (const listener of listeners.get(name) ?? []) listener(value as never);
  };
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  const call = async (name: CommandName, params: unknown): Promise<unknown> => {
    called.push({ name, params });
    if (name === 'watch') setTimeout(() => tell('snapshot', { ...snapshot, signer }), 1);
    if (name === 'testConnection') for (const step of recording.test) tell('testStep', step);
    const answer = answers[name] ?? ANSWERS[name];
    if (answer === undefined) throw new Fault('command.failed', { name });
    return answer(params as never);
  };
  const client: ControlClient = {
    agent: { protocol: 1, version: '0.1.0' },
    closed,
    call: call as ControlClient['call'],
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      all.add(listener as never);
      listeners.set(name, all);
      return () => all.delete(listener as never);
    },
    [Symbol.asyncDispose]: async () => close(),
  };
  return { client, called, tell, close: () => close() };
}

type Answers = {
  readonly [Name in CommandName]?: (
    params: CommandMap[Name]['params'],
  ) => CommandMap[Name]['result'] | Promise<CommandMap[Name]['result']>;
};

const TRIAL: EditSettingsResult = {
  diff: {
    line: 14,
    removed: ['  DEC: {}   # 货物申报'],
    added: ['  DEC: { send: { maxConcurrent: 8 } }   # 货物申报'],
  },
  problems: [],
  report: { applied: ['businesses.DEC'], restartNeeded: [] },
  isWritten: false,
};

const WAITING: readonly WaitingFile[] = [
  {
    business: 'DEC',
    name: '进口报关单_等待.xml',
    sinceMs: NOW_MS - 400_000,
    why: { reason: 'waiting-its-turn' },
    zh: '已就绪，排队等待',
    en: 'it is ready and waits its turn',
  },
  {
    business: 'DEC',
    name: '随附单据.pdf',
    sinceMs: null,
    why: { reason: 'ignored-extension' },
    zh: '扩展名不是该业务接受的类型',
    en: 'this business does not take this extension',
  },
];

/** Of a run on the day before. */
const EARLIER: readonly LogLine[] = Array.from({ length: 60 }, (_, at) => ({
  seq: at + 1,
  atMs: NOW_MS - 86_400_000 + at * 1_000,
  level: 'info',
  type: 'gateway.started',
  business: null,
  document: null,
  zh: `昨日第 ${at + 1} 行`,
  en: `line ${at + 1} of yesterday`,
}));

const ANSWERS: Answers = {
  watch: ({ level }) => recording.events.map(toLogLine).filter((line) => level === 'debug' || line.level !== 'debug'),
  browseDocuments: ({ words, isFaultsOnly }) => ({
    ...recording.documents,
    documents: recording.documents.documents.filter(
      (document) =>
        (!isFaultsOnly || document.fault !== null) &&
        words.every((word) => document.name.includes(word.text) || word.businesses.includes(document.business)),
    ),
  }),
  examine: ({ document }) => (document === recording.rejected.trace.document.id ? recording.rejected : recording.filed),
  listReceipts: () => recording.receipts,
  listWaiting: () => WAITING,
  logHistory: () => ({ lines: EARLIER, cursor: null }),
  restart: () => ({ accepted: true }),
  overdue: () => lateReport(recording.documents.documents, NOW_MS),
  settings: () => recording.settings,
  editSettings: ({ isTrial }) => ({ ...TRIAL, isWritten: !isTrial }),
  testConnection: () => recording.test,
  stopFlow: () => ({ changed: 1 }),
  startFlow: () => ({ changed: 1 }),
  resend: ({ files }) => files.map((file) => ({ file, outcome: 'queued', queuedAs: 'x.xml', fault: null })),
};
