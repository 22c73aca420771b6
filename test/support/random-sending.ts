import type { SwicEvent } from '../../packages/core/src/contract/events.js';
import { Fault } from '../../packages/core/src/contract/fault.js';
import type { FaultCode } from '../../packages/core/src/contract/fault-table.js';
import { businessKey, type DocumentId, type DocumentRecord } from '../../packages/core/src/domain/document.js';
import { ATTEMPT_HEADER, type Message } from '../../packages/core/src/domain/message.js';
import { canFollow } from '../../packages/core/src/domain/stage.js';
import { FlowGate } from '../../packages/core/src/flows/flow-gate.js';
import { createSending } from '../../packages/core/src/flows/send/deliver.js';
import type { Sender, Sending } from '../../packages/core/src/flows/send/sender.js';
import { SharedHold } from '../../packages/core/src/flows/send/shared-hold.js';
import { UnknownDesk } from '../../packages/core/src/flows/send/unknown-desk.js';
import type { Boxes, Filing } from '../../packages/core/src/ports/boxes.js';
import type { Ledger } from '../../packages/core/src/ports/ledger.js';
import type { SendOutcome, Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';

const DEC = businessKey('DEC');

/** What happens to one document, in the order in which it is asked; beyond the end of a list all is well. */
export interface Fortune {
  readonly claim: 'ok' | 'document.vanished' | 'document.changed' | 'disk.denied';
  readonly isRefusedByChecks: boolean;
  readonly seal: 'ok' | 'slow' | 'signer.refused' | 'signer.absent';
  /** `isTaken`: the broker has it, whatever it answers. */
  readonly sends: readonly { readonly answer: 'ok' | FaultCode; readonly isTaken: boolean; readonly turns: number }[];
  readonly files: readonly ('ok' | 'disk.full' | 'disk.denied' | 'document.vanished' | 'document.altered')[];
}

type Place = 'OutBox' | 'TempBox' | 'SentBox' | 'FailBox' | 'gone';

/** Where the file of one document is, what the ledger says last of it, and what the broker has of it. */
export interface Standing {
  readonly name: string;
  place: Place;
  record: DocumentRecord | null;
  /** The marks of what the broker has: null = without one. */
  readonly taken: (string | null)[];
  id: DocumentId | null;
}

export interface RandomWorld {
  readonly sending: Sending;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly said: readonly SwicEvent[];
  /** Promises that were broken on the way. */
  readonly breaks: readonly string[];
}

/**
 * Ports for a line that behave as each document's fortune says, and that check at every call what must hold at every instant: a
 * file moves only from where it is, a record follows the one before, and the broker has nothing of which the ledger does not know.
 */
export function openRandomWorld(
  fortunes: ReadonlyMap<string, Fortune>,
  settings: { readonly onUnknown: 'resend' | 'hold'; readonly fullWrites: ReadonlySet<number> },
): RandomWorld {
  const standings = new Map<string, Standing>();
  const byId = new Map<DocumentId, Standing>();
  const breaks: string[] = [];
  const said: SwicEvent[] = [];
  for (const name of fortunes.keys()) standings.set(name, { name, place: 'OutBox', record: null, taken: [], id: null });
  const emit = (event: SwicEvent): void => void said.push(event);
  const clock = { ...systemClock, random: () => 0, sleep: (_ms: number, signal: AbortSignal) => turns(1, signal) };
  const gate = new FlowGate({ business: DEC, direction: 'send' }, true, systemClock, emit);
  const claims = { count: 0 };
  const parts = { standings, byId, breaks, fortunes };
  const sending = createSending({
    sender: { ...createSender(parts, claims, settings.onUnknown), boxes: createBoxes(parts) as Boxes },
    journal: { ledger: createLedger(parts, settings.fullWrites) as Ledger, gate, clock, emit },
    inFlight: {
      delivering: new Set(),
      unknowns: new UnknownDesk(),
      nacked: new SharedHold(gate),
      ending: () => new AbortController().signal,
      spawn: (work) => void work(new AbortController().signal).catch((reason: unknown) => breaks.push(String(reason))),
    },
  });
  return { sending, standings, said, breaks };
}

interface Parts {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly byId: Map<DocumentId, Standing>;
  readonly breaks: string[];
  readonly fortunes: ReadonlyMap<string, Fortune>;
}

function createLedger({ byId, breaks }: Parts, fullWrites: ReadonlySet<number>): Partial<Ledger> {
  let writes = 0;
  return {
    write: async (changes) => {
      writes += 1;
      await turns(writes % 3);
      if (fullWrites.has(writes)) throw new Fault('disk.full');
      for (const change of changes) {
        if (change.type !== 'document') continue;
        const standing = byId.get(change.record.id);
        if (standing === undefined) return void breaks.push('a record of a document that was never claimed');
        const before = standing.record?.stage ?? 'claimed';
        if (!canFollow(before, change.record.stage)) breaks.push(`${change.record.stage} after ${before}`);
        standing.record = change.record;
      }
    },
    findDocument: async (id) => byId.get(id)?.record ?? null,
    findByName: async () => [],
    findByKey: async () => [],
    receiptsOf: async () => [],
    findDamage: async () => null,
  };
}

function createBoxes({ standings, byId, breaks, fortunes }: Parts): Partial<Boxes> {
  const filings = new Map<string, number>();
  const move = (standing: Standing | undefined, from: Place, to: Place): void => {
    if (standing?.place !== from) breaks.push(`${standing?.name} is moved from ${from} and is in ${standing?.place}`);
    else standing.place = to;
  };
  const fileOne = ({ claimed: { id, name }, box, content }: Filing) => {
    const standing = byId.get(id);
    const at = filings.get(name) ?? 0;
    filings.set(name, at + 1);
    if (standing?.place === 'gone') return new Fault('document.vanished');
    const fortune = fortunes.get(name)?.files[at] ?? 'ok';
    if (fortune === 'document.altered' && content === null) return moved();
    if (fortune === 'document.vanished' && standing !== undefined) standing.place = 'gone';
    if (fortune !== 'ok' && (box === 'SentBox' || fortune !== 'document.altered')) return new Fault(fortune);
    return moved();

    function moved() {
      move(standing, 'TempBox', box);
      return { box, path: name };
    }
  };
  return {
    claim: async (claimings) =>
      claimings.map(({ candidate: { name }, id }) => {
        const fortune = fortunes.get(name)?.claim ?? 'ok';
        const standing = standings.get(name);
        if (fortune !== 'ok' || standing === undefined) return new Fault(fortune === 'ok' ? 'disk.failed' : fortune);
        move(standing, 'OutBox', 'TempBox');
        standing.id = id;
        byId.set(id, standing);
        return { id, name, path: name };
      }),
    file: async (all) => all.map(fileOne),
    withdraw: async ({ id, name }) => {
      move(byId.get(id), 'TempBox', 'OutBox');
      return { box: 'OutBox', path: name };
    },
    isUnchanged: async () => true,
    read: async () => new Uint8Array([1]),
    check: async () => undefined,
  };
}

function createSender(parts: Parts, claims: { count: number }, onUnknown: 'resend' | 'hold'): Omit<Sender, 'boxes'> {
  const session = createSession(parts);
  const inBox: Pick<Sender['inBox'], 'deposit'> = {
    deposit: async (fileName) => ({ outcome: 'written', fileName }),
  };
  return {
    business: DEC,
    policy: () => ({
      maxConcurrent: 100,
      scanIntervalMs: 1_000,
      incompleteGraceMs: 1_000,
      onUnknown,
      unknownWaitMs: 0,
      onDuplicate: 'off',
      duplicateHours: 1,
      onAmendment: 'send',
    }),
    outBox: {} as Sender['outBox'],
    inBox: inBox as Sender['inBox'],
    names: {
      mintId: () => `20261123120000000${String((claims.count += 1)).padStart(5, '0')}` as DocumentId,
      identify: (id) => ({ messageId: id, messageType: '' }),
    },
    origins: { has: () => false, take: () => null, keep: async () => undefined },
    seal: ({ id, name }, { bytes }) => {
      const fortune = parts.fortunes.get(name)?.seal ?? 'ok';
      const isFirst = (parts.standings.get(name)?.record ?? null) === null;
      if (isFirst && (fortune === 'signer.refused' || fortune === 'signer.absent')) throw new Fault(fortune);
      const message: Message = {
        id,
        type: name,
        contentType: 'application/xml',
        headers: {},
        sentAtMs: 0,
        body: bytes,
      };
      const sealed = { message, signedBy: null };
      return fortune === 'slow' ? turns(7).then(() => sealed) : sealed;
    },
    session: async (signal) => {
      await turns(1, signal);
      return session as Session;
    },
    sessionFault: () => new Fault('transport.unreachable'),
    queue: 'SW.SEND',
    explain: ({ name }) => ({ fileName: `Failed_${name}`, bytes: new Uint8Array() }),
  };
}

/** `type` of a message says its file here. */
function createSession({ standings, breaks, fortunes }: Parts): Pick<Session, 'send'> {
  const sends = new Map<string, number>();
  const sendOne = async ({ type: name, headers }: Message): Promise<SendOutcome> => {
    const standing = standings.get(name);
    const at = sends.get(name) ?? 0;
    sends.set(name, at + 1);
    const {
      answer,
      isTaken,
      turns: count,
    } = fortunes.get(name)?.sends[at] ?? { answer: 'ok', isTaken: true, turns: 1 };
    const mark = headers[ATTEMPT_HEADER] ?? null;
    if (standing?.record?.stage !== 'sealed' || String(standing.record.attempts) !== (mark ?? '1'))
      breaks.push(`${name} is handed over as ${mark}, and the ledger says ${standing?.record?.stage}`);
    if (isTaken) standing?.taken.push(mark);
    await turns(count);
    return answer === 'ok' ? null : new Fault(answer);
  };
  return { send: (_queue, messages) => messages.map(sendOne) };
}

async function turns(count: number, signal: AbortSignal | null = null): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted === true) throw new Fault('operation.aborted');
}
