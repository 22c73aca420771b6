import { Fault } from '@swic/core/contract';
import { optionalStep } from '../bindings/convert.js';
import { type Card, failureFault } from '../client/card.js';
import { type Algorithm, readCertificate } from '../crypto/keys.js';
import type { Profile } from '../profiles/profile.js';
import { codeFault, meaningOf } from '../return-codes.js';

/** What a card says of itself. null = this card or library does not say it. */
export interface CardIdentity {
  /** As the card gives it; the guard against a swapped card compares this. */
  readonly rawCardId: string | null;
  /** For people: without the profile's prefixes. */
  readonly cardId: string | null;
  readonly certificateNumber: string | null;
  readonly owner: string | null;
  readonly companyId: string | null;
  readonly companyName: string | null;
  /** DER. */
  readonly certificate: Uint8Array | null;
  readonly algorithm: Algorithm | null;
  readonly validFromMs: number | null;
  readonly validUntilMs: number | null;
}

/**
 * Reads the card in one use; with a PIN when one is given, since some libraries show certificates only then.
 * Rejects with `signer.absent` when no card answers.
 */
export async function readIdentity(card: Card, pin: Uint8Array | null, signal: AbortSignal): Promise<CardIdentity> {
  const { profile } = card;
  const steps = [
    optionalStep('SpcGetCardID', {}),
    optionalStep('SpcGetCertNo', {}),
    optionalStep('SpcGetUName', {}),
    optionalStep('SpcGetEntID', {}),
    optionalStep('SpcGetEntName', {}),
    optionalStep('SpcGetSignCert', {}),
    optionalStep('SpcGetDevAsymAlgoFlag', {}),
    optionalStep('SpcGetCardState', { type: profile.cardState?.type ?? 0, index: profile.cardState?.index ?? 0 }),
  ] as const;
  const { outputs, codes, failure } = await card.use({ pin, expectedCard: null, isBracketed: true, steps }, signal);
  if (failure !== null) throw failureFault(failure, profile);
  const [cardId, certificateNumber, owner, companyId, companyName, certificate, flag, state] = outputs;
  const [cardIdCode] = codes;
  if (cardId === null) refuseAbsent(profile, cardIdCode ?? null, state?.state ?? null);
  const facts = certificate === null ? undefined : readCertificate(certificate.certificate);
  const flagged = flag === null ? null : flag.flag === BigInt(profile.rsaFlag) ? 'rsa-sha1' : 'sm2-sm3';
  const rawCardId = textOrNull(cardId?.text);
  return {
    rawCardId,
    cardId: rawCardId === null ? null : withoutPrefix(rawCardId, profile.cardIdPrefixes),
    certificateNumber: textOrNull(certificateNumber?.text),
    owner: textOrNull(owner?.text),
    companyId: textOrNull(companyId?.text),
    companyName: textOrNull(companyName?.text),
    certificate: certificate?.certificate ?? null,
    // The certificate is what a verifier will use, so its word counts more than the flag's.
    algorithm: facts?.key?.algorithm ?? flagged,
    validFromMs: facts?.validFromMs ?? null,
    validUntilMs: facts?.validUntilMs ?? null,
  };
}

/** No card id: because there is no card, or because this library does not tell it? Only the former is a fault. */
function refuseAbsent(profile: Profile, code: number | null, state: number | null): void {
  if (code !== null && meaningOf('SpcGetCardID', code, profile) === 'absent')
    throw codeFault('SpcGetCardID', code, null, profile);
  if (profile.cardState !== null && state !== null && state !== profile.cardState.present)
    throw new Fault('signer.absent', { state });
}

function withoutPrefix(cardId: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((one) => cardId.startsWith(one));
  return prefix === undefined ? cardId : cardId.slice(prefix.length);
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
