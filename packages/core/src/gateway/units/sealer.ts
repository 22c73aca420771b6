import type { BusinessConfig } from '../../config/schema.js';
import { Fault } from '../../contract/fault.js';
import { isAttachment } from '../../domain/businesses/attachments.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import type { Message } from '../../domain/message.js';
import type { Content, Sealed, Sender } from '../../flows/send/sender.js';
import type { Enclosed } from '../../ports/envelope.js';
import type { SignatureResult } from '../../ports/signer.js';
import { DEFAULT_LIMITS } from '../../xml/limits.js';
import { contentToSend } from '../../xml/zip.js';
import { isZip } from '../../xml/zip-names.js';
import type { Shared } from '../parts/shared.js';
import { effectiveSigning } from '../signing/effective-signing.js';
import { signDeclaration } from '../signing/sign-declaration.js';
import { signEnvelope } from '../signing/sign-envelope.js';

/**
 * Signs and wraps documents for one business. Receivers and the signature asked for are checked here, at the start, so what is
 * missing shows before any document.
 */
export function createSealer(shared: Shared, definition: BusinessDefinition, business: BusinessConfig): Sender['seal'] {
  const signing = effectiveSigning(shared, definition, business);
  const receivers = requireReceivers(shared, definition, business);
  const forDocuments = shared.envelopeFor(receivers);
  const isSignedInside = signing === 'dec-sign' || signing === 'both';
  const { systemIds } = definition.attachments;
  const forAttachments = systemIds.length === 0 ? forDocuments : shared.envelopeFor(systemIds);
  const insideOf = async (document: Enclosed, { bytes, sealedMs }: Content, signal: AbortSignal) => {
    // A document that is sent again is read from TempBox whole: what of a ZIP travels is decided here as well.
    const sent = await contentToSend(bytes, business.send.zipSends, DEFAULT_LIMITS);
    if (isSignedInside)
      return signContent(shared, definition, { document, content: { bytes: sent, sealedMs } }, signal);
    return { value: sent, signedBy: null };
  };
  const isSignedOutside = signing === 'envelope' || signing === 'both';
  return (document, content, signal) => {
    const isUntouched = isAttachment(document.name, definition);
    const envelope = isUntouched ? forAttachments : forDocuments;
    const outsideOf = ({ value, signedBy }: Signed<Uint8Array>): Sealed | Promise<Sealed> => {
      const message = envelope.seal(document, value, content.sealedMs);
      if (!isSignedOutside) return { message, signedBy };
      return signMessage(shared, document, message, signal).then((outside) => ({
        message: outside.value,
        signedBy: outside.signedBy ?? signedBy,
      }));
    };
    const isAsItIs = isUntouched || (!isSignedInside && !isZip(content.bytes));
    if (isAsItIs) return outsideOf({ value: content.bytes, signedBy: null });
    return insideOf(document, content, signal).then(outsideOf);
  };
}

/** With the number of the certificate that signed; null = not signed. */
interface Signed<T> {
  readonly value: T;
  readonly signedBy: string | null;
}

async function signMessage(
  { signer: desk, clock, emit }: Shared,
  document: Enclosed,
  message: Message,
  signal: AbortSignal,
): Promise<Signed<Message>> {
  if (desk === null) return { value: message, signedBy: null };
  const startedMs = clock.tickMs();
  const { body, result } = await signEnvelope(message.body, desk, signal);
  announceSigned({ clock, emit }, document, result, startedMs);
  return { value: { ...message, body }, signedBy: result.certificateNumber };
}

interface Unsigned {
  readonly document: Enclosed;
  readonly content: Content;
}

async function signContent(
  { signer: desk, loaded, clock, emit }: Shared,
  { key: business, signed: element }: BusinessDefinition,
  { document, content: { bytes, sealedMs } }: Unsigned,
  signal: AbortSignal,
): Promise<Signed<Uint8Array>> {
  if (desk === null) return { value: bytes, signedBy: null };
  const startedMs = clock.tickMs();
  const recipe = loaded.config.signing.decSign;
  const signed = await signDeclaration(bytes, sealedMs, { desk, recipe, element, business }, signal);
  if (signed.result !== null) announceSigned({ clock, emit }, document, signed.result, startedMs);
  return { value: signed.content, signedBy: signed.result?.certificateNumber ?? null };
}

function announceSigned(
  { clock, emit }: Pick<Shared, 'clock' | 'emit'>,
  { id, business, name }: Enclosed,
  { certificateNumber, algorithm }: SignatureResult,
  startedMs: number,
): void {
  const durationMs = Math.round(clock.tickMs() - startedMs);
  emit({ type: 'document.signed', document: id, business, name, certificateNumber, algorithm, durationMs });
}

/** A business that sends needs a receiver; several have no receiver that is publicly known. */
function requireReceivers(shared: Shared, definition: BusinessDefinition, business: BusinessConfig): readonly string[] {
  const receivers = business.receivers ?? definition.systemIds.slice(0, 1);
  if (receivers.length > 0 || definition.isReceiveOnly || shared.loaded.config.envelope.kind !== 'dxp')
    return receivers;
  throw new Fault('config.invalid', {
    business: definition.key,
    path: `businesses.${definition.key}.receivers`,
    what: 'required: no receiver is publicly known',
  });
}
