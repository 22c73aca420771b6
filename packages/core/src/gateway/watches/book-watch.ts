import type { LoadedConfig } from '../../config/load.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { BookBody } from '../../domain/book/entry.js';
import { formatDay } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import type { BookSeal, Ledger } from '../../ports/ledger.js';
import type { SignatureResult, SignRequest } from '../../ports/signer.js';
import { unlessItHalts } from './unless-it-halts.js';

export interface BookWatchWorld {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly loaded: () => LoadedConfig;
  readonly signer: { readonly sign: (request: SignRequest, signal: AbortSignal) => Promise<SignatureResult> } | null;
}

const LOOK_MS = 60_000;
const DAY_MS = 86_400_000;

/** Seals each day when it is over, has its head signed where the configuration says so, and lets go of what is older than it says. */
export async function watchBook(world: BookWatchWorld, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = world;
  const known = await ledger.lastSeal();
  let told = known?.seq ?? 0;
  let signed = known !== null && (await hasSignature(ledger, known)) ? known.seq : 0;
  let letGoDay = '';
  while (!signal.aborted) {
    await unlessItHalts(async () => {
      await ledger.sealBook();
      const seal = await ledger.lastSeal();
      if (seal !== null && seal.seq !== told) tellSeal(world, seal);
      told = seal?.seq ?? told;
      if (seal !== null && seal.seq !== signed && (await sign(world, seal, signal))) signed = seal.seq;
      const today = formatDay(clock.nowMs());
      if (today !== letGoDay) await letGo(world, signal);
      letGoDay = today;
    });
    await clock.sleep(LOOK_MS, signal);
  }
}

function tellSeal({ emit }: BookWatchWorld, { day, entries, head }: BookSeal): void {
  emit({ type: 'book.sealed', day, entries, head });
}

/** False = not now. A signer that is away is told of by itself: the head is signed at a later look. */
async function sign(
  { signer, loaded, ledger, clock, emit }: BookWatchWorld,
  seal: BookSeal,
  signal: AbortSignal,
): Promise<boolean> {
  if (!loaded().config.book.sign || signer === null) return false;
  const { day, head } = seal;
  try {
    const signed = await signer.sign({ bytes: Buffer.from(head, 'utf8'), purpose: 'command' }, signal);
    await ledger.write([{ type: 'book', body: witnessBody(seal, signed, clock.nowMs()) }], 'durable');
    emit({ type: 'book.signed', day, head, certificate: signed.certificateNumber });
    return true;
  } catch (reason) {
    if (reason instanceof Fault && reason.code.startsWith('signer.')) return false;
    throw reason;
  }
}

async function hasSignature(ledger: Ledger, { day, head }: BookSeal): Promise<boolean> {
  for await (const page of ledger.book(day, null))
    if (page.some(({ body }) => body?.includes(`"head":"${head}","kind":"witness"`) === true)) return true;
  return false;
}

function witnessBody({ day, head }: BookSeal, signed: SignatureResult, at: number): BookBody {
  const { algorithm, certificate, certificateNumber, signature } = signed;
  return {
    algorithm,
    at,
    certificate: certificate === null ? null : base64(certificate),
    certificateNumber,
    day,
    head,
    kind: 'witness',
    signature: base64(signature),
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

async function letGo({ loaded, ledger, clock }: BookWatchWorld, signal: AbortSignal): Promise<void> {
  const { keepDays } = loaded().config.book;
  if (keepDays !== null) await ledger.forgetBook(formatDay(clock.nowMs() - keepDays * DAY_MS), signal);
}
