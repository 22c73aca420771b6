import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WhyAnswer } from '../../contract/commands.js';
import { wordFor } from '../../contract/plain-words.js';
import type { WhyNot } from '../../contract/why.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { findDocuments } from './find-documents.js';
import { refusedLaterWords } from './refused-later.js';
import { undecidedReceipts, undecidedWords } from './undecided.js';
import { whyWords, wordsFor } from './why-words.js';

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
  const doubts = [refused, ...undecided, outcomeWords(document)].filter((words) => words !== null);
  const zh = [`已离开 OutBox：阶段 ${document.stage}，位于 ${box}`, ...doubts.map((words) => words.zh)].join('；');
  const en = [`it left OutBox: stage ${document.stage}, now in ${box}`, ...doubts.map((words) => words.en)].join('; ');
  return { file, business: document.business, box, why: null, flow: null, zh, en };
}

/** What became of a document that is no longer underway: who asks why also wants to know that it was refused. */
function outcomeWords({ stage, standing }: DocumentRecord): { readonly zh: string; readonly en: string } | null {
  if (stage === 'rejected')
    return {
      zh: '原因见 InBox 中的 Failed_ 文件，或 swic trace',
      en: 'the Failed_ file in InBox says why, and so does swic trace',
    };
  const customs = standing?.customs ?? null;
  if (customs === null || (customs.state !== 'refused' && customs.state !== 'returned')) return null;
  const say = (locale: 'zh' | 'en'): string => `${wordFor('phase', customs.state, locale)} ${customs.code}`;
  return { zh: `${say('zh')}，详见 swic trace`, en: `${say('en')}, see swic trace` };
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
