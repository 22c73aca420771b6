import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WhyAnswer } from '../../contract/commands.js';
import { wordFor } from '../../contract/plain-words.js';
import type { WhyNot } from '../../contract/why.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { Customs } from '../../domain/receipts/customs-state.js';
import { missingParts } from '../../domain/receipts/parts-answered.js';
import { isOpen } from '../../domain/stage.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { findDocuments } from './find-documents.js';
import { refusedLaterWords } from './refused-later.js';
import { undecidedReceipts, undecidedWords } from './undecided.js';
import { flowWords, type Words, whyWords, wordsFor } from './why-words.js';

/** Why a file in an OutBox is not sent yet, in facts; or where the document is, when it left OutBox. */
export async function why(units: readonly BusinessUnit[], ledger: LedgerReader, file: string): Promise<WhyAnswer> {
  const name = path.basename(file);
  for (const unit of candidatesFor(units, file)) {
    const answer = await unit.sending.sender.outBox.why(name);
    if (answer.reason !== 'not-there') return inOutBox(unit, file, answer);
  }
  const below = findBelow(units, file);
  if (below !== null) return inOutBox(below.unit, file, below.answer);
  const [document] = await findDocuments(ledger, file);
  if (document === undefined) {
    return {
      file,
      business: null,
      box: null,
      why: { reason: 'not-there' },
      flow: null,
      ...wordsFor({ reason: 'not-there' }),
    };
  }
  const box = document.filedAs === null ? 'TempBox' : `${document.filedAs.box}/${document.filedAs.path}`;
  const refused = refusedLaterWords(document);
  const undecided = (await undecidedReceipts(ledger, document)).map(({ fileName }) => undecidedWords(fileName));
  const held = isOpen(document.stage) ? heldWords(units, document) : null;
  const doubts = [held, refused, ...undecided, outcomeWords(document)].filter((words) => words !== null);
  const said = (locale: 'zh' | 'en'): readonly string[] => doubts.map((words) => words[locale]);
  const stage = (locale: 'zh' | 'en'): string => wordFor('stage', document.stage, locale);
  const zh = [`已离开 OutBox：${stage('zh')}，位于 ${box}`, ...said('zh')].join('；');
  const en = [`it left OutBox: stage ${stage('en')}, now in ${box}`, ...said('en')].join('; ');
  return { file, business: document.business, box, why: null, flow: null, zh, en };
}

/** It waits in TempBox for what its flow waits for, e.g. for a route: it is the one that finds out when there is one. */
function heldWords(units: readonly BusinessUnit[], { business }: DocumentRecord): Words | null {
  const gate = units.find(({ definition }) => definition.key === business)?.sending.journal.gate;
  return gate === undefined || gate.state === 'running' ? null : flowWords(gate);
}

/** What became of a document that is no longer underway: who asks why also wants to know that it was refused. */
function outcomeWords({ stage, standing }: DocumentRecord): Words | null {
  if (stage === 'rejected')
    return {
      zh: '原因见 InBox 中的 Failed_ 文件，或 swic trace',
      en: 'the Failed_ file in InBox says why, and so does swic trace',
    };
  const customs = standing?.customs ?? null;
  if (customs === null) return null;
  if (customs.state !== 'refused' && customs.state !== 'returned') return missingWords(customs);
  const say = (locale: 'zh' | 'en'): string => `${wordFor('phase', customs.state, locale)} ${customs.code}`;
  return { zh: `${say('zh')}，详见 swic trace`, en: `${say('en')}, see swic trace` };
}

/** Of a message with several orders only some are answered. */
function missingWords({ parts }: Customs): Words | null {
  const share = missingParts(parts);
  if (share === '') return null;
  return {
    zh: `已答复 ${share}，其余尚无回执，详见 swic trace`,
    en: `${share} answered, nothing of the others yet, see swic trace`,
  };
}

/** A path names its OutBox; a bare name is looked for in all of them. */
function candidatesFor(units: readonly BusinessUnit[], file: string): readonly BusinessUnit[] {
  if (path.basename(file) === file) return units;
  const directory = path.resolve(path.dirname(file));
  return units.filter((unit) => path.resolve(unit.directories.outBox) === directory);
}

/** A path that leads into a sub-directory of an OutBox. */
function findBelow(
  units: readonly BusinessUnit[],
  file: string,
): { readonly unit: BusinessUnit; readonly answer: WhyNot } | null {
  if (path.basename(file) === file || !existsSync(file)) return null;
  const directory = path.resolve(path.dirname(file));
  for (const unit of units) {
    const outBox = path.resolve(unit.directories.outBox);
    if (directory.startsWith(outBox + path.sep))
      return { unit, answer: { reason: 'in-directory', directory: path.relative(outBox, directory) } };
  }
  return null;
}

function inOutBox(unit: BusinessUnit, file: string, answer: WhyNot): WhyAnswer {
  const { state, fault } = unit.sending.journal.gate;
  const flow = { state, fault: fault?.toRecord() ?? null };
  return {
    file,
    business: unit.definition.key,
    box: 'OutBox',
    why: answer,
    flow,
    ...whyWords(unit.sending.journal.gate, answer),
  };
}
