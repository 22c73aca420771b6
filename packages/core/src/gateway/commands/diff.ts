import type { DocumentDiff, FieldDifference } from '../../contract/amendment-commands.js';
import type { CommandMap } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import { compareOutlines } from '../../domain/amendments/compare-outlines.js';
import { declarationKey } from '../../domain/amendments/declaration-key.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { DocumentRecord } from '../../domain/document.js';
import type { DocumentOutline } from '../../domain/receipts/outline.js';
import type { Boxes } from '../../ports/boxes.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { decodeXml } from '../../xml/encoding.js';
import { DEFAULT_LIMITS } from '../../xml/limits.js';
import { fieldNames } from '../../xml/rules/field-names.js';
import { scanXml } from '../../xml/scan.js';
import { contentToSend } from '../../xml/zip.js';
import { findDocuments } from './find-documents.js';
import { meansSeveral } from './resendable.js';
import { declarationState } from './states.js';

export interface DiffWorld {
  readonly ledger: LedgerReader;
  readonly boxesOf: (business: string) => Pick<Boxes, 'readFiled'> | null;
  readonly definitionOf: (business: string) => BusinessDefinition | null;
}

/** Documents of one number that are looked at for the one before. */
const SAME_KEY_MAX = 100;
/** Read and compared in the thread of the agent: some 50 milliseconds for two of this size. */
const COMPARED_BYTES_MAX = 2 << 20;

/** What differs between two documents, as a person compares them: see `compareOutlines`. */
export async function diff(world: DiffWorld, { document, other }: CommandMap['diff']['params']): Promise<DocumentDiff> {
  const one = await findOne(world.ledger, document);
  const two = other === null ? await earlierOf(world.ledger, one) : await findOne(world.ledger, other);
  const [before, after] = one.id < two.id ? [one, two] : [two, one];
  const outlines = [await outlineOf(world, before), await outlineOf(world, after)] as const;
  const definition = world.definitionOf(after.business);
  const names = definition === null ? new Map<string, string>() : fieldNames(definition);
  const differences = compareOutlines(...outlines).map(
    ({ path, field, before: was, after: is }): FieldDifference => ({
      path,
      nameZh: names.get(field) ?? '',
      before: was,
      after: is,
    }),
  );
  const state = declarationState(await world.ledger.receiptsOf(before.id), before.keys);
  return { before, after, state, differences };
}

/** Of several documents of one name the latest is meant: a person names a file, and its amendment has the same name. */
async function findOne(ledger: LedgerReader, word: string): Promise<DocumentRecord> {
  const all = await findDocuments(ledger, word);
  const [latest] = all;
  if (latest === undefined) throw new Fault('command.not-found', { document: word });
  const isOneDeclaration = all.every((one) => one.business === latest.business && one.name === latest.name);
  if (!isOneDeclaration && !all.every((one) => isSameDeclaration(one, latest))) throw meansSeveral(word, all.length);
  return latest;
}

/** The document that it was sent again from, or the latest before it with the same number. */
async function earlierOf(ledger: LedgerReader, document: DocumentRecord): Promise<DocumentRecord> {
  const origin = document.origin === null ? null : await ledger.findDocument(document.origin);
  if (origin !== null) return origin;
  const key = declarationKey(document.keys);
  const same = key === null ? [] : await ledger.findByKey(key.name, key.value, SAME_KEY_MAX);
  const earlier = same.find((one) => one.id < document.id && one.business === document.business);
  if (earlier !== undefined) return earlier;
  throw new Fault('command.failed', {
    document: document.id,
    zh: '没有同一申报的更早单据：请同时给出要比较的另一份单据',
    en: 'no earlier document of the same declaration is known: name the other one, too',
  });
}

function isSameDeclaration(one: DocumentRecord, other: DocumentRecord): boolean {
  const [key, same] = [declarationKey(one.keys), declarationKey(other.keys)];
  return one.business === other.business && key !== null && key.name === same?.name && key.value === same.value;
}

async function outlineOf({ boxesOf }: DiffWorld, document: DocumentRecord): Promise<DocumentOutline> {
  const { business, filedAs } = document;
  const boxes = boxesOf(business);
  if (boxes === null) throw new Fault('command.not-found', { business });
  if (filedAs === null)
    throw cannotCompare(document, '单据仍在发送中，归档后才能比较', 'it is still on its way: wait until it is filed');
  const bytes = await contentToSend(await boxes.readFiled(filedAs), 'xml', DEFAULT_LIMITS);
  if (bytes.length > COMPARED_BYTES_MAX)
    throw cannotCompare(
      document,
      '文件超过 2 MB，不逐项比较',
      'it is larger than 2 MB, and is not compared by its fields',
    );
  const decoded = decodeXml(bytes);
  const scan = decoded.kind === 'decoded' ? scanXml(decoded.text, DEFAULT_LIMITS) : null;
  if (scan?.end.kind !== 'complete')
    throw cannotCompare(
      document,
      '文件不是完整的 XML，不能逐项比较',
      'it is no complete XML, so its fields cannot be compared',
    );
  return scan.outline;
}

function cannotCompare({ id, name }: DocumentRecord, zh: string, en: string): Fault {
  return new Fault('command.failed', { document: id, zh: `${name}：${zh}`, en: `${name}: ${en}` });
}
