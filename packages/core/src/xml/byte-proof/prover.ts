import { isAscii, isUtf8 } from 'node:buffer';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { CorrelationKey } from '../../domain/document.js';
import type { DocumentOutline, XmlText } from '../../domain/receipts/outline.js';
import { createNameTest } from '../../domain/receipts/paths.js';
import type { InspectLimits } from '../limits.js';
import type { CheckOptions } from '../rules/check-document.js';
import { compileTable } from '../rules/compile-table.js';
import type { DocumentKind } from '../rules/document-kind.js';
import { documentKindOf } from '../rules/document-kinds.js';
import { ProblemList } from '../rules/problem-list.js';
import type { SchemaRule } from '../schema.js';
import { BytePass, type PassTools } from './byte-pass.js';
import { FieldTexts } from './field-texts.js';
import { NameTree } from './name-tree.js';
import { type Opening, readOpening } from './opening.js';
import { SectionMarks } from './section-marks.js';

/** What the full reader would say of a document that it accepts without a problem. */
export interface Proven {
  readonly root: string;
  readonly namespace: string;
  readonly messageType: string | null;
  readonly keys: readonly CorrelationKey[];
}

/** Decision 0057. Stateful: it learns the openings of documents, so there is one for each business and thread. */
export interface ByteProver {
  /** Null says nothing of the document: the full reader has to read it. */
  prove(bytes: Uint8Array, limits: InspectLimits): Proven | null;
  /** To be called for a document that the full reader accepted without a problem. */
  learn(bytes: Uint8Array, limits: InspectLimits): void;
}

/** What of a business's profile a proof depends on. */
export interface ProofProfile extends CheckOptions {
  readonly definition: BusinessDefinition;
  readonly schemas: readonly SchemaRule[];
}

/** What a proof hands over to the readers of the business. */
export interface ProofReaders {
  readonly readKeys: (texts: readonly XmlText[]) => readonly CorrelationKey[];
  readonly readMessageType: (texts: readonly XmlText[]) => string | null;
}

interface ProvableKind extends PassTools {
  readonly kind: DocumentKind;
}

interface KnownOpening {
  readonly opening: Opening;
  readonly provable: ProvableKind;
}

/** Kinds of openings of a business are few; hostile ones must not fill the memory. */
const KINDS_MAX = 64;

/**
 * A prover for the documents of a business; null where it could never prove one: no field table or roots, keys of no fixed place,
 * or an XSD, for which libxml2 needs the tree in any case.
 */
export function createByteProver(profile: ProofProfile, readers: ProofReaders): ByteProver | null {
  const { definition, schemas } = profile;
  if (schemas.length > 0 || definition.roots.length === 0 || definition.correlationKeys.length === 0) return null;
  return new TableProver(profile, readers);
}

class TableProver implements ByteProver {
  readonly #profile: ProofProfile;
  readonly #readers: ProofReaders;
  readonly #isOwnType: (type: string) => boolean;
  readonly #byRoot = new Map<string, ProvableKind>();
  readonly #byOpening = new Map<string, ProvableKind>();
  /** The opening of the last proof: mostly the next document has the same. */
  #last: KnownOpening | null = null;

  constructor(profile: ProofProfile, readers: ProofReaders) {
    this.#profile = profile;
    this.#readers = readers;
    this.#isOwnType = createNameTest(profile.definition.receiptTypes);
  }

  prove(given: Uint8Array, limits: InspectLimits): Proven | null {
    // Until a document was accepted there is nothing to compare with.
    if (this.#byOpening.size === 0 || given.length > limits.documentBytesMax) return null;
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    const known = this.#findOpening(bytes, limits);
    if (known === null || !isText(bytes)) return null;
    const { opening, provable } = known;
    const pass = new BytePass(bytes, provable, limits);
    if (!pass.run(opening.bytes.length) || pass.isOnlyTwoBytes) return null;
    return this.#conclude(opening, pass, provable);
  }

  learn(given: Uint8Array, limits: InspectLimits): void {
    const opening = readOpening(Buffer.from(given.buffer, given.byteOffset, given.byteLength), limits);
    if (opening === null || this.#byOpening.has(opening.kind)) return;
    const provable = this.#provableOf(opening.root);
    if (provable === null) return;
    if (this.#byOpening.size >= KINDS_MAX) this.#byOpening.clear();
    this.#byOpening.set(opening.kind, provable);
  }

  #findOpening(bytes: Buffer, limits: InspectLimits): KnownOpening | null {
    const last = this.#last;
    if (last !== null && startsWith(bytes, last.opening.bytes)) return last;
    const opening = readOpening(bytes, limits);
    const provable = opening === null ? undefined : this.#byOpening.get(opening.kind);
    if (opening === null || provable === undefined) return null;
    this.#last = { opening, provable };
    return this.#last;
  }

  /** The checks that no table holds, by the functions of the full reader, over the elements at which they look. */
  #conclude({ root, namespace, attributes }: Opening, pass: BytePass, provable: ProvableKind): Proven | null {
    const { definition, levels, lengthUnit } = this.#profile;
    const leaves = pass.noted.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
    const texts = [...attributes, ...leaves];
    const outline: DocumentOutline = { root, namespace, texts, nodes: pass.noted, isTruncated: false };
    if (!provable.marks.isWhole(provable.kind.phaseOf(outline))) return null;
    const list = new ProblemList(levels);
    provable.kind.check(outline, { business: definition, isOwnType: this.#isOwnType, list, unit: lengthUnit });
    if (!list.isEmpty) return null;
    const { readKeys, readMessageType } = this.#readers;
    return { root, namespace, messageType: readMessageType(texts), keys: readKeys(texts) };
  }

  #provableOf(root: string): ProvableKind | null {
    const known = this.#byRoot.get(root);
    if (known !== undefined) return known;
    const kind = documentKindOf(root);
    if (kind === null) return null;
    const { levels, lengthUnit, signing } = this.#profile;
    const table = compileTable(kind.rules(root), signing === 'dec-sign' || signing === 'both');
    const tree = new NameTree(root, table, (path) => path === root || kind.looksAt(path) || this.#isRead(path));
    const marks = new SectionMarks(table, levels);
    const provable = { kind, tree, marks, texts: new FieldTexts(levels, lengthUnit) };
    if (this.#byRoot.size >= KINDS_MAX) this.#byRoot.clear();
    this.#byRoot.set(root, provable);
    return provable;
  }

  /** Does a text at this path become a key or the message type? */
  #isRead(path: string): boolean {
    const texts = [{ path, text: 'x' }];
    return this.#readers.readKeys(texts).length > 0 || this.#readers.readMessageType(texts) !== null;
  }
}

function startsWith(bytes: Buffer, opening: Buffer): boolean {
  return bytes.length > opening.length && bytes.compare(opening, 0, opening.length, 0, opening.length) === 0;
}

/** UTF-8 without U+FFFE and U+FFFF, which no XML has. */
function isText(bytes: Buffer): boolean {
  if (isAscii(bytes)) return true;
  return isUtf8(bytes) && !bytes.includes(NO_CHARACTERS[0]) && !bytes.includes(NO_CHARACTERS[1]);
}

const NO_CHARACTERS = [Buffer.from([0xef, 0xbf, 0xbe]), Buffer.from([0xef, 0xbf, 0xbf])] as const;
