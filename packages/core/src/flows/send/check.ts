import { Fault, type FaultRecord } from '../../contract/fault.js';
import type { Candidate } from '../../ports/boxes.js';
import type { InspectResult } from '../../ports/jobs.js';
import { withdrawnFault } from './amendments.js';
import type { CheckedFile } from './claim.js';
import type { Intake } from './intake.js';
import type { Sending } from './sender.js';

/** Waits before a file that could not be taken is looked at again. */
const PUT_OFF_MS = { incomplete: 500, failed: 1_000, held: 10_000 } as const;
/** Files that wait for a person. */
const HELD: ReadonlySet<string> = new Set(['document.duplicate', 'document.amendment']);
const HOUR_MS = 3_600_000;

/** What the checks of one file say becomes: send it, refuse it, or look again later (null). The ledger is asked only where it has to be. */
export function judge(
  intake: Intake,
  candidate: Candidate,
  result: InspectResult,
): CheckedFile | null | Promise<CheckedFile | null> {
  const file = toChecked(intake.sending, candidate, result);
  if (file === null || file.fault !== null || intake.sending.sender.origins.has(candidate.name)) return file;
  const mayRepeat = intake.duplicates.mayKnow(file.inspection.sha256);
  const mayAmend = intake.sending.sender.policy().onAmendment !== 'send' && file.inspection.keys.length > 0;
  return mayRepeat || mayAmend ? judgeByHistory(intake, file) : file;
}

async function judgeByHistory(intake: Intake, file: CheckedFile): Promise<CheckedFile | null> {
  if (intake.duplicates.mayKnow(file.inspection.sha256) && (await isHeldBack(intake, file))) return null;
  return judgeAmendment(intake, file);
}

/** The same declaration was sent with another content: said, and with `hold` the file stays in OutBox until a person decides. */
async function judgeAmendment(intake: Intake, file: CheckedFile): Promise<CheckedFile | null> {
  const { sending, amendments } = intake;
  const { business } = sending.sender;
  const { onAmendment: policy } = sending.sender.policy();
  const { sha256 } = file.inspection;
  const { name } = file.candidate;
  const earlier = policy === 'send' ? null : await amendments.find(file.inspection);
  if (earlier === null || policy === 'send') return file;
  if (amendments.isNews(sha256, name)) {
    const { name: earlierName, atMs: earlierMs, state } = earlier;
    sending.journal.emit({ type: 'document.amends', business, name, earlier: earlierName, earlierMs, state, policy });
  }
  if (policy === 'warn') return file;
  const word = amendments.takeWord(name, sha256);
  if (word === 'send') return file;
  if (word === 'withdraw') return { ...file, fault: withdrawnFault(name) };
  putOff(sending, file.candidate, new Fault('document.amendment', { name, earlier: earlier.name }));
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
