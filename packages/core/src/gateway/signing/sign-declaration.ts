import { Fault } from '../../contract/fault.js';
import type { SignatureResult } from '../../ports/signer.js';
import { DEFAULT_LIMITS } from '../../xml/limits.js';
import { type DecSignRecipe, prepareDeclaration, type SignFacts, withSignature } from '../../xml/sign/dec-sign.js';
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

/** Fills DecSign of a declaration, also of the one inside a ZIP. Rejects with `signer.*`. */
export async function signDeclaration(
  content: Uint8Array,
  signedMs: number,
  { desk, recipe }: { readonly desk: SignerDesk; readonly recipe: DecSignRecipe },
  signal: AbortSignal,
): Promise<SignedContent> {
  if (!isZip(content)) return signXml(content, signedMs, { desk, recipe }, signal);
  const reading = await readZip(content, DEFAULT_LIMITS);
  if (reading.outcome !== 'opened') throw noPlace();
  const { xmlName, xml } = reading.content;
  const signed = await signXml(xml, signedMs, { desk, recipe }, signal);
  if (signed.result === null) return { content, result: null };
  return { content: await replaceInZip(content, xmlName, signed.content), result: signed.result };
}

async function signXml(
  content: Uint8Array,
  signedMs: number,
  { desk, recipe }: { readonly desk: SignerDesk; readonly recipe: DecSignRecipe },
  signal: AbortSignal,
): Promise<SignedContent> {
  const document = readRawDocument(content);
  if (document === null) throw noPlace();
  let facts: SignFacts = { ...factsOf(desk), signedMs };
  // The certificate's number may stand among the bytes that are signed, and some cards tell it only while they sign.
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const ready = prepareDeclaration(document, recipe, facts);
    if (ready === 'unneeded') return { content, result: null };
    if (ready === 'no-place') throw noPlace();
    const result = await desk.sign({ bytes: ready.bytes, purpose: 'dec-sign' }, signal);
    if (!recipe.certificate || result.certificateNumber === facts.certificateNumber) {
      const signed = withSignature(ready.document, result.signature);
      if (signed !== null) return { content: signed.toBytes(), result };
      const fault = new Fault('signer.held', { problem: 'signature-too-long', bytes: result.signature.length });
      desk.hold(fault);
      throw fault;
    }
    const { cardId } = await desk.look(signal);
    facts = { ...facts, cardId, certificateNumber: result.certificateNumber };
  }
  throw new Fault('signer.busy', { problem: 'card-changes' });
}

/** A signature that is wanted is never left out in silence. */
function noPlace(): Fault {
  return new Fault(
    'signer.refused',
    { problem: 'no-dec-sign' },
    'the document has no DecSign that a signature could stand in',
  );
}

function factsOf({ description }: SignerDesk): Pick<SignFacts, 'cardId' | 'certificateNumber'> {
  return { cardId: description?.cardId ?? null, certificateNumber: description?.certificateNumber ?? null };
}
