import { createHash } from 'node:crypto';
import type { SignedElement } from '../../domain/businesses/signed-element.js';
import { resolveReferences } from '../references.js';
import { fieldTextOf, fillFields, rawFieldOf } from './fill-fields.js';
import { findElement, type RawDocument, rangeOf } from './raw-document.js';

/** The bytes that DecSign/Sign is made of are not public, so how they are made is data. */
export interface DecSignRecipe {
  readonly over: 'document' | 'element' | 'template';
  readonly element: string;
  readonly template: string | null;
  readonly encoding: 'as-document' | 'utf-8';
  readonly digest: 'none' | 'sha1-hex' | 'sha256-hex';
  readonly existing: 'keep' | 'replace';
  readonly when: 'always' | 'declare';
  readonly certificate: boolean;
  readonly card: boolean;
}

/** What the signer knows and the document does not. */
export interface SignFacts {
  readonly certificateNumber: string | null;
  readonly cardId: string | null;
  /** Epoch ms: the moment of sealing, so that a second seal of the same document signs the same bytes. */
  readonly signedMs: number;
}

/** A declaration with everything in it but the signature, and the bytes to sign. */
export interface ReadyToSign {
  readonly document: RawDocument;
  readonly bytes: Uint8Array;
}

/** Longest values that the official field table allows. */
const MAX = { certificate: 20, card: 13 } as const;
/** OperType C and D declare; the others only upload or keep a draft [official field table]. */
const DECLARES = new Set(['C', 'D']);
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** How the signature is made, and where it goes. */
export interface SigningOrder {
  readonly recipe: DecSignRecipe;
  readonly element: SignedElement;
}

/** `unneeded`: it is signed already, or need not be. `no-place`: a signature is wanted, and the element for it is missing. */
export function prepareDeclaration(
  document: RawDocument,
  { recipe, element }: SigningOrder,
  facts: SignFacts,
): ReadyToSign | 'unneeded' | 'no-place' {
  const { section, sign, operation } = element;
  if (findElement(document, section) === undefined) return 'no-place';
  if (recipe.existing === 'keep' && fieldTextOf(document, `${section}/${sign}`) !== '') return 'unneeded';
  if (
    recipe.when === 'declare' &&
    operation !== null &&
    !DECLARES.has(fieldTextOf(document, `${section}/${operation}`))
  )
    return 'unneeded';
  const filled = fillFields(document, section, valuesBefore(document, { recipe, element }, facts), orderOf(element));
  return filled === null ? 'no-place' : { document: filled, bytes: bytesToSign(filled, recipe) };
}

export function signatureText(signature: Uint8Array): string {
  return Buffer.from(signature).toString('base64');
}

/** The document with its signature. Null = the signature is longer than the field: no card of the platform makes such a one. */
export function withSignature(
  document: RawDocument,
  element: SignedElement,
  signature: Uint8Array,
): RawDocument | null {
  const text = signatureText(signature);
  const { section, sign, signLengthMax } = element;
  if (signLengthMax !== null && text.length > signLengthMax) return null;
  return fillFields(document, section, new Map([[sign, text]]), orderOf(element));
}

/** Fields that the format's order does not name come last, the time behind the signature. */
function orderOf({ order, sign, date, certificate, card }: SignedElement): readonly string[] {
  return [...new Set([...order, ...[card, sign, date, certificate].filter((name) => name !== null)])];
}

function valuesBefore(
  document: RawDocument,
  { recipe, element }: SigningOrder,
  facts: SignFacts,
): ReadonlyMap<string, string> {
  const values = new Map([[element.sign, '']]);
  if (element.date !== null) values.set(element.date, formatDate(facts.signedMs));
  const fillEmpty = (name: string | null, value: string | null, lengthMax: number): void => {
    if (name === null || value === null) return;
    const isFit = value.length <= lengthMax && /^[\x21-\x7e]+$/.test(value) && !/[<&>]/.test(value);
    if (isFit && fieldTextOf(document, `${element.section}/${name}`) === '') values.set(name, value);
  };
  if (recipe.certificate) fillEmpty(element.certificate, facts.certificateNumber, MAX.certificate);
  if (recipe.card) fillEmpty(element.card, facts.cardId, MAX.card);
  return values;
}

function bytesToSign(document: RawDocument, recipe: DecSignRecipe): Uint8Array {
  const piece = pieceToSign(document, recipe);
  const isText = recipe.encoding === 'utf-8';
  const bytes = isText ? Buffer.from(document.decode(piece), 'utf8') : document.bytesOf(piece);
  const whole = recipe.over === 'document' && !isText ? document.toBytes() : bytes;
  switch (recipe.digest) {
    case 'none':
      return whole;
    case 'sha1-hex':
      return Buffer.from(createHash('sha1').update(whole).digest('hex'), 'latin1');
    case 'sha256-hex':
      return Buffer.from(createHash('sha256').update(whole).digest('hex'), 'latin1');
  }
}

function pieceToSign(document: RawDocument, recipe: DecSignRecipe): string {
  switch (recipe.over) {
    case 'document':
      return document.text;
    case 'element': {
      const element = findElement(document, recipe.element);
      if (element === undefined) return '';
      const { start, end } = rangeOf(document, element);
      return document.text.slice(start, end);
    }
    case 'template':
      return (recipe.template ?? '').replace(/\{([^{}]+)\}/g, (_, path: string) => valueAt(document, path));
  }
}

/** References to ASCII characters are resolved; others stay as written, since the encoding may not have them. */
function valueAt(document: RawDocument, path: string): string {
  return rawFieldOf(document, path).replace(/&[^;&]{1,10};/g, (reference) => {
    const resolved = resolveReferences(reference);
    return resolved.charCodeAt(0) < 0x80 ? resolved : reference;
  });
}

/** YYYYMMDDhhmmss and hundredths in China time: 16 digits, as real documents have them; the format is not public. */
function formatDate(epochMs: number): string {
  return new Date(epochMs + CHINA_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 16);
}
