import { Fault } from '../../contract/fault.js';
import type { SignedElement } from '../../domain/businesses/signed-element.js';
import type { BusinessKey } from '../../domain/document.js';
import type { SignatureResult } from '../../ports/signer.js';
import { DEFAULT_LIMITS } from '../../xml/limits.js';
import {
  type DecSignRecipe,
  prepareDeclaration,
  type SignFacts,
  signatureText,
  withSignature,
} from '../../xml/sign/dec-sign.js';
import { readRawDocument } from '../../xml/sign/raw-document.js';
import { replaceInZip } from '../../xml/sign/replace-in-zip.js';
import { readZip } from '../../xml/zip.js';
import { isZip } from '../../xml/zip-names.js';
import type { SignerDesk } from './signer-desk.js';

/** Content with its signature in it; `result` null = it was not to be signed and is as it was. */
export interface SignedContent {
  readonly content: Uint8Array;
  readonly result: SignatureResult | null;
}

/** How often a card may turn out to be another one than the signature was prepared for. */
const ROUNDS_MAX = 3;

/** By whom, how and where the documents of a business are signed. */
export interface Signing {
  readonly desk: SignerDesk;
  readonly recipe: DecSignRecipe;
  readonly element: SignedElement;
  readonly business: BusinessKey;
}

/** Fills the signed element of a document, also of the one inside a ZIP. Rejects with `signer.*`. */
export async function signDeclaration(
  content: Uint8Array,
  signedMs: number,
  signing: Signing,
  signal: AbortSignal,
): Promise<SignedContent> {
  if (!isZip(content)) return signXml(content, signedMs, signing, signal);
  const reading = await readZip(content, DEFAULT_LIMITS);
  if (reading.outcome !== 'opened') throw noPlace(signing.element);
  const { xmlName, xml } = reading.content;
  const signed = await signXml(xml, signedMs, signing, signal);
  if (signed.result === null) return { content, result: null };
  return { content: await replaceInZip(content, xmlName, signed.content), result: signed.result };
}

async function signXml(
  content: Uint8Array,
  signedMs: number,
  { desk, recipe, element, business }: Signing,
  signal: AbortSignal,
): Promise<SignedContent> {
  const document = readRawDocument(content);
  if (document === null) throw noPlace(element);
  let facts: SignFacts = { ...factsOf(desk), signedMs };
  // The certificate's number may stand among the bytes that are signed, and some cards tell it only while they sign.
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const ready = prepareDeclaration(document, { recipe, element }, facts);
    if (ready === 'unneeded') return { content, result: null };
    if (ready === 'no-place') throw noPlace(element);
    const unfit = desk.findUnfit(business);
    if (unfit !== null) throw unfit;
    const result = await desk.sign({ bytes: ready.bytes, purpose: 'dec-sign' }, signal);
    const usesNumber = recipe.certificate && element.certificate !== null;
    if (!usesNumber || result.certificateNumber === facts.certificateNumber) {
      const signed = withSignature(ready.document, element, result.signature);
      if (signed !== null) return { content: signed.toBytes(), result };
      const fault = tooLong(element, result.signature);
      desk.holdUnfit(business, fault, result.certificateNumber);
      throw fault;
    }
    const { cardId } = await desk.look(signal);
    facts = { ...facts, cardId, certificateNumber: result.certificateNumber };
  }
  throw new Fault('signer.busy', { problem: 'card-changes' });
}

/** A signature that is wanted is never left out in silence. */
function noPlace({ section }: SignedElement): Fault {
  return new Fault('signer.no-place', { missing: section });
}

function tooLong({ section, sign, signLengthMax }: SignedElement, signature: Uint8Array): Fault {
  const found = signatureText(signature).length;
  return new Fault('signer.signature-too-long', { path: `${section}/${sign}`, found, allowed: signLengthMax });
}

function factsOf({ description }: SignerDesk): Pick<SignFacts, 'cardId' | 'certificateNumber'> {
  return { cardId: description?.cardId ?? null, certificateNumber: description?.certificateNumber ?? null };
}
