import { parseClaimedName, parseFiledName } from '../domain/naming.js';
import type { Arrival } from './arrivals.js';

/** A document that was put into OutBox. */
export interface Expected {
  /** Its file name without `.xml`; no name of a drill begins another one. */
  readonly name: string;
  /** Against the rules on purpose: it belongs into FailBox and never to the platform. */
  readonly isBroken: boolean;
}

/** Every file of the boxes, as paths relative to them, without hidden ones. */
export interface BoxFiles {
  readonly outBox: readonly string[];
  readonly tempBox: readonly string[];
  readonly sentBox: readonly string[];
  readonly failBox: readonly string[];
  readonly inBox: readonly string[];
}

/** What the ledger says of a document. */
export interface Recorded {
  readonly id: string;
  /** Its file name in OutBox. */
  readonly name: string;
  readonly stage: string;
  readonly messageId: string | null;
}

export interface Evidence {
  readonly boxes: BoxFiles;
  readonly ledger: readonly Recorded[];
  /** Those since the documents were put into OutBox; each belongs to one of them. */
  readonly arrivals: readonly Arrival[];
  /** How often the work was disturbed: kills, cuts, full disks. Each may cause one more sending of a document, marked. */
  readonly disturbances: number;
}

/** What of a document is wrong: its file, its record in the ledger, its message at the platform, its receipt in InBox. */
export type FindingKind = 'file' | 'record' | 'message' | 'unmarked' | 'receipt';

export interface Finding {
  /** Name of the document; where the ledger knows none, the id of the message. */
  readonly document: string;
  readonly kind: FindingKind;
}

export interface Account {
  readonly documents: number;
  /** Gone, or never there where it had to be. */
  readonly lost: readonly Finding[];
  /** There twice, beyond the stated window: a second sending that is not marked, or one more than the disturbances explain. */
  readonly doubled: readonly Finding[];
  /** In a box on its way, not at its end: nothing is lost, and it is not done. */
  readonly unfinished: readonly Finding[];
  /** Messages that reached the platform marked as second sendings: the stated window. */
  readonly marked: number;
}

/**
 * Every document in exactly one place, known to the ledger, at the platform, answered; once. A second sending is allowed after a disturbance,
 * and only with its mark (ARCHITECTURE.md, "How a document goes out").
 */
export function accountFor(expected: readonly Expected[], evidence: Evidence): Account {
  const sheet: Sheet = { lost: [], doubled: [], unfinished: [] };
  const files = countFiles(evidence.boxes);
  const records = groupBy(evidence.ledger, ({ name }) => documentName(name));
  const arrivals = groupBy(evidence.arrivals, ({ messageId }) => messageId);
  for (const document of expected) {
    const own = records.get(document.name) ?? [];
    accountFile(document, files, sheet);
    accountRecord(document, own, sheet);
    accountMessages(document, { own, arrivals, disturbances: evidence.disturbances }, sheet);
    accountReceipt(document, files, sheet);
  }
  accountStrangers(expected, evidence.ledger, [...arrivals.keys()], sheet);
  const marked = evidence.arrivals.filter(({ attempt }) => attempt !== null).length;
  return { documents: expected.length, ...sheet, marked };
}

/** Messages of none of the documents: sent and forgotten by the ledger, or of a document that was done with before. */
function accountStrangers(
  expected: readonly Expected[],
  ledger: readonly Recorded[],
  messageIds: readonly string[],
  sheet: Sheet,
): void {
  const names = new Set(expected.map(({ name }) => name));
  const nameOf = new Map(ledger.map(({ messageId, name }) => [messageId, documentName(name)]));
  for (const messageId of messageIds) {
    const name = nameOf.get(messageId);
    if (name === undefined) sheet.lost.push({ document: messageId, kind: 'record' });
    else if (!names.has(name)) sheet.doubled.push({ document: name, kind: 'message' });
  }
}

interface Sheet {
  readonly lost: Finding[];
  readonly doubled: Finding[];
  readonly unfinished: Finding[];
}

interface Files {
  readonly waiting: ReadonlyMap<string, number>;
  readonly sent: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, number>;
  readonly receipts: ReadonlyMap<string, number>;
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function countFiles({ outBox, tempBox, sentBox, failBox, inBox }: BoxFiles): Files {
  const claimed = tempBox.map((file) => parseClaimedName(fileName(file))?.name ?? file);
  return {
    waiting: countOf([...outBox, ...claimed]),
    sent: countOf(sentBox.map(filedAs)),
    failed: countOf(failBox.map(filedAs)),
    receipts: countOf(inBox.map(filedAs)),
  };
}

function fileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

/** `20261123/doc-1_20261123104158048.xml` -> `doc-1.xml`; a receipt is named in the same way. */
function filedAs(file: string): string {
  return parseFiledName(fileName(file))?.name ?? file;
}

function documentName(file: string): string {
  return file.replace(/\.xml$/, '');
}

function countOf(files: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of files.map(documentName)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function accountFile({ name, isBroken }: Expected, { waiting, sent, failed }: Files, sheet: Sheet): void {
  const finding: Finding = { document: name, kind: 'file' };
  const atEnd = (isBroken ? failed : sent).get(name) ?? 0;
  const elsewhere = (waiting.get(name) ?? 0) + ((isBroken ? sent : failed).get(name) ?? 0);
  if (atEnd + elsewhere === 0) sheet.lost.push(finding);
  else if (atEnd + elsewhere > 1) sheet.doubled.push(finding);
  else if (atEnd === 0) sheet.unfinished.push(finding);
}

function accountRecord({ name, isBroken }: Expected, own: readonly Recorded[], sheet: Sheet): void {
  const finding: Finding = { document: name, kind: 'record' };
  if (own.length === 0) sheet.lost.push(finding);
  else if (own.length > 1) sheet.doubled.push(finding);
  else if (own[0]?.stage !== (isBroken ? 'rejected' : 'filed')) sheet.unfinished.push(finding);
}

interface Messages {
  readonly own: readonly Recorded[];
  readonly arrivals: ReadonlyMap<string, readonly Arrival[]>;
  readonly disturbances: number;
}

function accountMessages({ name, isBroken }: Expected, { own, arrivals, disturbances }: Messages, sheet: Sheet): void {
  const reached = own.flatMap(({ messageId }) => (messageId === null ? [] : (arrivals.get(messageId) ?? [])));
  const finding: Finding = { document: name, kind: 'message' };
  if (isBroken) {
    if (reached.length > 0) sheet.doubled.push(finding);
    return;
  }
  if (reached.length === 0) sheet.lost.push(finding);
  if (reached.length > 1 + disturbances) sheet.doubled.push(finding);
  if (reached.filter(({ attempt }) => attempt === null).length > 1)
    sheet.doubled.push({ document: name, kind: 'unmarked' });
}

function accountReceipt({ name, isBroken }: Expected, { receipts }: Files, sheet: Sheet): void {
  const finding: Finding = { document: name, kind: 'receipt' };
  const there = receipts.get(`${isBroken ? 'Failed' : 'Successed'}_${name}`) ?? 0;
  if (there === 0) sheet.lost.push(finding);
  else if (there > 1) sheet.doubled.push(finding);
}
