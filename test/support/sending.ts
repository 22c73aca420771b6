import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import { businessKey, type DocumentId, type DocumentRecord } from '../../packages/core/src/domain/document.js';
import { FlowGate } from '../../packages/core/src/flows/flow-gate.js';
import type { Journal } from '../../packages/core/src/flows/journal.js';
import { type CheckedFile, claimAll } from '../../packages/core/src/flows/send/claim.js';
import { createSending } from '../../packages/core/src/flows/send/deliver.js';
import { intendAll, wrap } from '../../packages/core/src/flows/send/seal.js';
import { SendLine } from '../../packages/core/src/flows/send/send-line.js';
import type {
  Claimed,
  InFlight,
  SealedDocument,
  Sender,
  Sending,
  SendPolicy,
} from '../../packages/core/src/flows/send/sender.js';
import { SharedHold } from '../../packages/core/src/flows/send/shared-hold.js';
import { UnknownDesk } from '../../packages/core/src/flows/send/unknown-desk.js';
import type { Boxes, InBox, OutBox } from '../../packages/core/src/ports/boxes.js';
import type { Ledger } from '../../packages/core/src/ports/ledger.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';

const DEC = businessKey('DEC');
const ID = '2026112312000000000001' as DocumentId;
const NOW_MS = 1_000;

/** What can be told to fail; each is also what is written down when it is done. */
export type Act =
  | 'claim'
  | 'seal'
  | 'write'
  | 'session'
  | 'send'
  | 'compare'
  | 'read'
  | 'file'
  | 'withdraw'
  | 'deposit'
  | 'check';

/** What one business's sending did over ports that only write down. */
export interface SendingScene {
  readonly sending: Sending;
  /** In order, with what matters of each: `write sealed durable`, `file SentBox`. */
  readonly acts: readonly string[];
  readonly said: readonly SwicEvent[];
  readonly records: readonly DocumentRecord[];
  /** Of work in the background. */
  readonly failures: readonly unknown[];
  /** The next calls of this act reject with these, one each; null = that call succeeds. */
  fail(act: Act, ...faults: readonly (Fault | null)[]): void;
  /** What another program left in TempBox is not what was checked. */
  isAltered: boolean;
  /** The flow is told to end. */
  end(): void;
}

export interface SceneSettings {
  readonly policy?: Partial<SendPolicy>;
  readonly receipts?: Awaited<ReturnType<Ledger['receiptsOf']>>;
  /** From which call on the clock or the session lets wait, until the wait is given up. */
  readonly waitsFrom?: { readonly sleep?: number; readonly session?: number };
}

/** Nothing waits in it: a clock that does not sleep, and a session that answers at once. */
export function openSendingScene({ policy = {}, receipts = [], waitsFrom = {} }: SceneSettings = {}): SendingScene {
  const acts: string[] = [];
  const said: SwicEvent[] = [];
  const records: DocumentRecord[] = [];
  const failures: unknown[] = [];
  const troubles = new Map<Act, (Fault | null)[]>();
  const ending = new AbortController();
  const emit = (event: SwicEvent): void => void said.push(event);
  const act = (name: Act, detail = ''): void => {
    const trouble = troubles.get(name)?.shift() ?? null;
    acts.push(`${name}${detail === '' ? '' : ` ${detail}`}${trouble === null ? '' : `: ${trouble.code}`}`);
    if (trouble !== null) throw trouble;
  };
  const calls = { sleep: 0, session: 0 };
  const waitTurn = async (what: keyof typeof calls, signal: AbortSignal): Promise<void> => {
    calls[what] += 1;
    if (!signal.aborted && calls[what] >= (waitsFrom[what] ?? Number.POSITIVE_INFINITY))
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (signal.aborted) throw new Fault('operation.aborted');
  };
  const clock = {
    nowMs: () => NOW_MS,
    tickMs: () => 0,
    random: () => 0,
    sleep: async (_delayMs: number, signal: AbortSignal) => waitTurn('sleep', signal),
  };
  const gate = new FlowGate({ business: DEC, direction: 'send' }, true, systemClock, emit);
  const ledger: Pick<Ledger, 'write' | 'findDocument' | 'findByName' | 'findByKey' | 'receiptsOf' | 'findDamage'> = {
    write: async (changes, durability) => {
      const written = changes.flatMap((change) => (change.type === 'document' ? [change.record] : []));
      act('write', `${written.map(({ stage }) => stage).join(' ')} ${durability}`);
      records.push(...written);
    },
    findDocument: async (id) => records.findLast((record) => record.id === id) ?? null,
    findByName: async () => [],
    findByKey: async () => [],
    receiptsOf: async () => receipts,
    findDamage: async () => null,
  };
  const scene: SendingScene = {
    acts,
    said,
    records,
    failures,
    isAltered: false,
    fail: (name, ...faults) => void troubles.set(name, [...(troubles.get(name) ?? []), ...faults]),
    end: () => ending.abort(),
    get sending() {
      return sending;
    },
  };
  const journal: Journal = { ledger: ledger as Ledger, gate, clock, emit };
  const inFlight: InFlight = {
    delivering: new Set(),
    unknowns: new UnknownDesk(),
    nacked: new SharedHold(gate),
    ending: () => ending.signal,
    spawn: (work) => void work(new AbortController().signal).catch((reason: unknown) => failures.push(reason)),
  };
  const base = createSender(scene, act, policy);
  const sender: Sender = {
    ...base,
    session: async (signal) => {
      await waitTurn('session', signal);
      return base.session(signal);
    },
  };
  const sending = createSending({ sender, journal, inFlight });
  return scene;
}

type Write = (name: Act, detail?: string) => void;

function createSender(scene: SendingScene, act: Write, policy: Partial<SendPolicy>): Sender {
  const session: Pick<Session, 'send'> = {
    send: (_queue, messages) =>
      messages.map(async ({ headers }) => {
        const attempt = headers['swic-attempt'];
        return outcomeOf(() => {
          act('send', attempt === undefined ? '' : `attempt ${attempt}`);
          return null;
        });
      }),
  };
  const inBox: Pick<InBox, 'deposit'> = {
    deposit: async (fileName) => {
      act('deposit', fileName);
      return { outcome: 'written', fileName };
    },
  };
  const outBox: Pick<OutBox, 'putOff' | 'forget' | 'stillForMs'> = {
    putOff: () => undefined,
    forget: () => undefined,
    stillForMs: () => 0,
  };
  return {
    business: DEC,
    policy: () => ({
      maxConcurrent: 10,
      scanIntervalMs: 1_000,
      incompleteGraceMs: 1_000,
      onUnknown: 'resend',
      unknownWaitMs: 0,
      onDuplicate: 'off',
      duplicateHours: 1,
      onAmendment: 'send',
      ...policy,
    }),
    outBox: outBox as OutBox,
    boxes: createFakeBoxes(scene, act) as Boxes,
    inBox: inBox as InBox,
    names: { mintId: () => ID, identify: (id) => ({ messageId: `M${id}`, messageType: 'DECCUS001' }) },
    origins: { has: () => false, take: () => null, keep: async () => undefined },
    seal: ({ id }, { bytes }) => {
      act('seal');
      const message = { id, type: '', contentType: 'application/xml', headers: {}, sentAtMs: 0, body: bytes } as const;
      return { message, signedBy: null };
    },
    session: async (signal) => {
      if (signal.aborted) throw new Fault('operation.aborted');
      act('session');
      return session as Session;
    },
    sessionFault: () => new Fault('transport.unreachable'),
    queue: 'SW.SEND',
    explain: ({ name }) => ({ fileName: `Failed_${name}`, bytes: new Uint8Array() }),
  };
}

function createFakeBoxes(scene: SendingScene, act: Write): Partial<Boxes> {
  return {
    check: async () => act('check'),
    claim: async (claimings) =>
      claimings.map(({ candidate: { name }, id }) =>
        outcomeOf(() => {
          act('claim');
          return { id, name, path: `TempBox/${id}_${name}` };
        }),
      ),
    file: async (filings) =>
      filings.map(({ claimed: { name }, box, content }) =>
        outcomeOf(() => {
          if (content !== null) act('compare');
          if (content !== null && scene.isAltered) throw new Fault('document.altered');
          act('file', box);
          return { box, path: name };
        }),
      ),
    withdraw: async ({ name }) => {
      act('withdraw');
      return { box: 'OutBox', path: name };
    },
    isUnchanged: async () => {
      act('compare');
      return !scene.isAltered;
    },
    read: async () => {
      act('read');
      return new Uint8Array([1]);
    },
  };
}

function outcomeOf<T>(act: () => T): T | Fault {
  try {
    return act();
  } catch (reason) {
    return Fault.from(reason, 'internal.unexpected');
  }
}

/** One document over the line, from claim to its end. */
export function sendDocument(sending: Sending, file: CheckedFile, signal: AbortSignal): Promise<void> {
  return sendOnLine(new SendLine(sending, signal), file);
}

/** One file through the first station. */
export async function claimOne(sending: Sending, file: CheckedFile): Promise<Claimed> {
  const [outcome] = await claimAll(sending, [file]);
  if (outcome instanceof Fault) throw outcome;
  if (outcome === undefined) throw new Error('it has no outcome');
  return outcome;
}

/** One document through the stations up to its durable intent. */
export async function sealOne(sending: Sending, claimed: Claimed, signal: AbortSignal): Promise<SealedDocument> {
  const wrapped = await wrap(sending, claimed, new Uint8Array([1]), signal);
  const [sealed] = await intendAll(sending, [wrapped], signal);
  if (sealed === undefined) throw new Error('it was not sealed');
  return sealed;
}

/** A file that was found, is still, and was checked; with a fault it must not be sent. */
export function checkedFile(fault: Fault | null = null): CheckedFile {
  const identity = { device: '1', inode: '1', sizeBytes: 1, modifiedNs: '1' };
  const name = 'one.xml';
  const candidate = { business: DEC, name, path: `OutBox/${name}`, identity, foundMs: 10, settledMs: 20 };
  const learned = {
    sha256: 'a'.repeat(64),
    root: 'DecMessage',
    namespace: '',
    messageType: null,
    keys: [],
    problems: [],
  };
  return { candidate, inspection: { ...learned, identity, bytes: new Uint8Array([1]) }, fault };
}

/** One file as a batch of its own; rejects with the reason why it had no end. */
export async function sendOnLine(line: SendLine, file: CheckedFile): Promise<void> {
  const [end] = await endsOf(line, [file]);
  if (end?.reason !== null) throw Fault.from(end?.reason, 'internal.unexpected');
}

/** What became of each file of a batch, in its order. */
export async function endsOf(
  line: SendLine,
  files: readonly CheckedFile[],
): Promise<readonly { readonly reason: unknown }[]> {
  const reasons = new Map<CheckedFile, unknown>();
  await line.send(files, (file, reason) => void reasons.set(file, reason));
  return files.map((file) => ({ reason: reasons.get(file) }));
}
