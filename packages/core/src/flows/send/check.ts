import { Fault, type FaultRecord } from '../../contract/fault.js';
import type { Candidate } from '../../ports/boxes.js';
import type { InspectResult } from '../../ports/jobs.js';
import type { CheckedFile } from './claim.js';
import type { Intake } from './intake.js';
import type { Sending } from './sender.js';

/** Waits before a file that could not be taken is looked at again. */
const PUT_OFF_MS = { incomplete: 500, failed: 1_000, held: 10_000 } as const;
/** Files that wait for a person. */
const HELD: ReadonlySet<string> = new Set(['document.duplicate', 'document.amendment']);
const HOUR_MS = 3_600_000;

/**
 * What the checks of one file say becomes: send it, refuse it, or look again later (null). The ledger is asked only where it has to be;
 * rejects with its Faults, and may be asked again then.
 */
export async function judge(intake: Intake, candidate: Candidate, result: InspectResult): Promise<CheckedFile | null> {
  const file = toChecked(intake.sending, candidate, result);
  // What a person sends again is meant.
  if (file === null || file.fault !== null || intake.sending.sender.origins.has(candidate.name)) return file;
  if (intake.duplicates.mayKnow(file.inspection.sha256) && (await isHeldBack(intake, file))) return null;
  const { onAmendment } = intake.sending.sender.policy();
  return onAmendment === 'send' ? file : judgeAmendment(intake, file, onAmendment);
}

/** The same declaration was sent with another content: said, and with `hold` the file stays in OutBox until a person decides. */
async function judgeAmendment(
  { sending, amendments }: Intake,
  file: CheckedFile,
  policy: 'warn' | 'hold',
): Promise<CheckedFile | null> {
  const { inspection, candidate } = file;
  const { name } = candidate;
  const earlier = await amendments.find(inspection);
  if (earlier === null) return file;
  if (amendments.isNews(inspection.sha256, name)) {
    const { business } = sending.sender;
    const { name: earlierName, atMs: earlierMs, state } = earlier;
    sending.journal.emit({ type: 'document.amends', business, name, earlier: earlierName, earlierMs, state, policy });
  }
  if (policy === 'warn') return file;
  const word = amendments.takeWord(name, inspection.sha256);
  if (word === 'send') return file;
  if (word === 'withdraw') return { ...file, fault: new Fault('document.amendment-withdrawn', { name }) };
  putOff(sending, candidate, new Fault('document.amendment', { name, earlier: earlier.name }));
  return null;
}

function toChecked(sending: Sending, candidate: Candidate, result: InspectResult): CheckedFile | null {
  switch (result.outcome) {
    case 'accepted':
      return { candidate, inspection: result.inspection, fault: null };
    case 'rejected':
      return { candidate, inspection: result.inspection, fault: Fault.fromRecord(result.fault) };
    case 'failed':
      putOff(sending, candidate, Fault.fromRecord(result.fault));
      return null;
    case 'incomplete': {
      const { fault, inspection } = result;
      if (sending.sender.outBox.stillForMs(candidate) >= sending.sender.policy().incompleteGraceMs)
        return { candidate, inspection, fault: givenUp(fault) };
      putOff(sending, candidate, new Fault('document.incomplete', fault.detail, fault.reason));
      return null;
    }
  }
}

/** Its writer has had its time: what keeps it from being whole is the reason now, where that has a name of its own. */
function givenUp({ code, fate, detail, reason }: FaultRecord): Fault {
  return new Fault(fate === 'reject' ? code : 'document.truncated', detail, reason);
}

/** The same content was sent before: said, and with `hold` the file stays in OutBox. A resend by an operator's word is meant. */
async function isHeldBack({ sending, duplicates }: Intake, { candidate, inspection }: CheckedFile): Promise<boolean> {
  const { sender, journal } = sending;
  const { business } = sender;
  const { name } = candidate;
  const { onDuplicate, duplicateHours } = sender.policy();
  if (onDuplicate === 'off') return false;
  const twin = await duplicates.find(inspection.sha256, journal.clock.nowMs() - duplicateHours * HOUR_MS);
  if (twin === null) return false;
  if (duplicates.isNews(inspection.sha256, name))
    journal.emit({
      type: 'document.repeated',
      business,
      name,
      twin: twin.name,
      twinMs: twin.atMs,
      policy: onDuplicate,
    });
  if (onDuplicate === 'warn') return false;
  putOff(sending, candidate, new Fault('document.duplicate', { name, twin: twin.name }));
  return true;
}

/** The file stays in OutBox, and is looked at again later. */
export function putOff({ sender, journal }: Sending, candidate: Candidate, fault: Fault): void {
  if (fault.code === 'document.vanished') return sender.outBox.forget(candidate);
  const isYoung = fault.code === 'document.incomplete' || fault.code === 'document.changed';
  const kind = HELD.has(fault.code) ? 'held' : isYoung ? 'incomplete' : 'failed';
  sender.outBox.putOff(candidate, fault.code, PUT_OFF_MS[kind]);
  const { business } = sender;
  journal.emit({ type: 'document.put-off', business, name: candidate.name, fault: fault.toRecord() });
}
