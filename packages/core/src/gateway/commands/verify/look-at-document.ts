import path from 'node:path';
import type { VerifyKind } from '../../../contract/verify.js';
import {
  type BusinessKey,
  type DocumentId,
  type DocumentRecord,
  isAccepted,
  isOperatorsWord,
} from '../../../domain/document.js';
import { keptSinceMs } from '../../../domain/kept-since.js';
import { claimedName } from '../../../domain/naming.js';
import { isOpen } from '../../../domain/stage.js';
import type { SurveyedFile } from '../../../ports/boxes.js';
import type { Comparer } from './compare.js';
import { type Finding, finding, ofDocument } from './findings.js';
import type { VerifiedBoxes, VerifyWorld } from './world.js';

const DAY_MS = 86_400_000;

/** What is in each TempBox, by id; read once per look. */
export type Claimed = ReadonlyMap<BusinessKey, ReadonlyMap<DocumentId, readonly SurveyedFile[]>>;

export async function readClaimed({ boxes }: VerifyWorld): Promise<Claimed> {
  const claimed = new Map<BusinessKey, ReadonlyMap<DocumentId, readonly SurveyedFile[]>>();
  for (const [business, own] of boxes) {
    const files = new Map<DocumentId, SurveyedFile[]>();
    for await (const { id, name, path: at } of own.boxes.claimedFiles()) {
      files.set(id, [...(files.get(id) ?? []), own.survey.placeOf('TempBox', insideOf(at, id, name))]);
    }
    claimed.set(business, files);
  }
  return claimed;
}

/** As it is called on disk: with its id before it, or in the directory of its id. */
function insideOf(at: string, id: DocumentId, name: string): string {
  const last = path.basename(at);
  return last === name ? `${id}/${name}` : last;
}

export type Looked =
  /** Nothing of it contradicts the ledger; `absent` = its file is gone, by rule or by right. */
  | { readonly kind: 'fine' }
  | { readonly kind: 'purged' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'found'; readonly finding: Finding; readonly isAbsent: boolean };

const FINE: Looked = { kind: 'fine' };

/** Where one document's file is, and whether it is what the ledger says. */
export async function lookAtDocument(
  world: VerifyWorld,
  document: DocumentRecord,
  claimed: Claimed,
  comparer: Comparer,
): Promise<Looked> {
  const own = world.boxes.get(document.business);
  // A business that is no longer configured has boxes that are not known: nothing can be said of them.
  if (own === undefined) return FINE;
  const inTemp = claimed.get(document.business)?.get(document.id) ?? [];
  if (document.stage === 'withdrawn') return ofWithdrawn(document, inTemp);
  const home = homeOf(own, document);
  const files = [...inTemp, ...(await onlyIfThere(own, isOpen(document.stage) ? filedPlace(own, document) : home))];
  const facts = { ...ofDocument(document), expected: expectedOf(document, home), found: files.map(nameOf) };
  const [file] = files;
  if (file === undefined) return ofAbsent(world, own, document, finding('missing', { ...facts, found: [] }));
  if (files.length > 1) return { kind: 'found', finding: finding('copy', facts), isAbsent: false };
  const comparison = await comparer.compare(own.survey, file, { ...document, placedMs: placedMs(document) });
  if (comparison === 'absent')
    return { kind: 'found', finding: finding('missing', { ...facts, found: [] }), isAbsent: true };
  if (comparison === 'same' && file.at !== home?.at) return ofMisplaced(own, file, home, document);
  const isAccepted = comparison === 'other' && (await isAsAccepted(own, file, document));
  return comparison === 'same'
    ? FINE
    : { kind: 'found', finding: finding(kindOf(comparison, isAccepted), facts), isAbsent: false };
}

/** Its file is the firm's again, and perhaps another document's. */
function ofWithdrawn(document: DocumentRecord, inTemp: readonly SurveyedFile[]): Looked {
  if (inTemp.length === 0) return FINE;
  const facts = { ...ofDocument(document), expected: '', found: inTemp.map(nameOf) };
  return { kind: 'found', finding: finding('copy', facts), isAbsent: false };
}

async function onlyIfThere({ survey }: VerifiedBoxes, file: SurveyedFile | null): Promise<readonly SurveyedFile[]> {
  return file !== null && (await survey.facts(file)) !== null ? [file] : [];
}

function ofMisplaced(
  own: VerifiedBoxes,
  file: SurveyedFile,
  home: SurveyedFile | null,
  document: DocumentRecord,
): Looked {
  return { kind: 'found', finding: misplaced(own, file, home, document), isAbsent: false };
}

/** It can be moved back where its content has been compared and there is a place of its own. */
export function misplaced(
  own: VerifiedBoxes,
  from: SurveyedFile,
  to: SurveyedFile | null,
  document: DocumentRecord,
): Finding {
  const facts = { ...ofDocument(document), expected: expectedOf(document, to), found: [nameOf(from)] };
  const { sha256 } = document;
  return finding('misplaced', facts, to === null || sha256 === '' ? null : { survey: own.survey, from, to, sha256 });
}

/** Where its file should be; null where it was nowhere when it was closed. */
export function homeOf(own: VerifiedBoxes, document: DocumentRecord): SurveyedFile | null {
  if (!isOpen(document.stage)) return filedPlace(own, document);
  const { id, name } = document;
  return own.survey.placeOf('TempBox', claimedName(id, name) ?? `${id}/${name}`);
}

function filedPlace({ survey }: VerifiedBoxes, { filedAs }: DocumentRecord): SurveyedFile | null {
  return filedAs === null ? null : survey.placeOf(filedAs.box, filedAs.path);
}

export function nameOf({ box, path }: SurveyedFile): string {
  return `${box}/${path}`;
}

function expectedOf({ stage }: DocumentRecord, home: SurveyedFile | null): string {
  if (home !== null) return nameOf(home);
  return stage === 'filed' ? 'SentBox' : 'FailBox';
}

/** Of one that is held since it was altered, and of one in work, no time says anything. */
function placedMs({ stage, fault, times }: DocumentRecord): number | null {
  if (fault?.code === 'document.altered') return null;
  return isOpen(stage) ? times.claimed : times.filed;
}

function ofAbsent(world: VerifyWorld, own: VerifiedBoxes, document: DocumentRecord, missing: Finding): Looked {
  const { stage, filedAs, verdict } = document;
  // An operator closed it and knows that there is no file.
  if (filedAs === null && isOperatorsWord(verdict) && !isOpen(stage)) return { kind: 'taken' };
  if (stage === 'rejected' && filedAs !== null) return { kind: 'taken' };
  if (stage === 'filed' && isPastRetention(document, own.sentDays, world.clock.nowMs())) return { kind: 'purged' };
  return { kind: 'found', finding: missing, isAbsent: true };
}

function isPastRetention(document: DocumentRecord, sentDays: number, nowMs: number): boolean {
  return sentDays > 0 && nowMs - keptSinceMs(document, nowMs) > sentDays * DAY_MS;
}

function kindOf(comparison: 'other' | 'unreadable', isAccepted: boolean): VerifyKind {
  if (comparison === 'unreadable') return comparison;
  return isAccepted ? 'accepted' : 'altered';
}

/** A person compared it and had it filed as it is; what was changed since then is not what that person saw. */
async function isAsAccepted({ survey }: VerifiedBoxes, file: SurveyedFile, document: DocumentRecord): Promise<boolean> {
  const { filed } = document.times;
  const facts = await survey.facts(file);
  return isAccepted(document) && filed !== null && facts !== null && facts.changedMs <= filed;
}
