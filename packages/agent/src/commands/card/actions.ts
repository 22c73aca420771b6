import {
  type CardInfo,
  cardInfo,
  certificate,
  doctor,
  type Finding,
  type ServiceAddress,
  signFile,
  type VerifiedFile,
  verifyFile,
} from '@swic/card-ffi';
import { Fault, wordFor } from '@swic/core';
import type { Context } from '../../cli/context.js';
import { readSecret } from '../../cli/read-secret.js';
import { formatTable } from '../../cli/table.js';
import { formatTime } from '../../cli/time-text.js';
import { lookForCard } from '../../signing/card-settings.js';
import { openSigner, pinStateFile, SERVICE_CONNECT_LIMIT_MS } from '../../signing/open-signer.js';
import { heldBusinesses, printHeld } from './held-businesses.js';
import { withSigner } from './reach-signer.js';

const EXIT_NOT_READY = 69;
const EXIT_INVALID = 1;

/** The card as the configuration has it by default. */
const UNCONFIGURED = { profile: 'eport-ikey', library: null, runtime: null, environment: {} } as const;

/** Where the vendor's service listens by default. */
const USUAL_SERVICE = 'ws://127.0.0.1:61232';

/** Commands end with the process; nothing aborts them before. */
const { signal } = new AbortController();

export async function showInfo(context: Context): Promise<number> {
  const info = await withSigner(context, ({ signer }) => cardInfo(signer, context.clock, signal));
  const held = await heldBusinesses(context);
  if (context.options.json) context.printJson({ ...info, held });
  else {
    printInfo(context, info);
    printHeld(context, held);
  }
  return info.state === 'ready' && held.length === 0 ? 0 : EXIT_NOT_READY;
}

export async function tryPin(context: Context, { ask }: { readonly ask: boolean }): Promise<number> {
  const pin = ask ? await readSecret(context.t('card.pin.prompt')) : null;
  const info = await withSigner(context, async ({ signer, verifyPin }) => {
    if (verifyPin === null) throw new Fault('command.usage', { problem: 'no-pin', kind: signer.kind });
    await verifyPin(pin, signal);
    return cardInfo(signer, context.clock, signal);
  });
  printInfo(context, info);
  return 0;
}

export async function sign(context: Context, file: string, { out }: { readonly out?: string }): Promise<number> {
  const signed = await withSigner(context, ({ signer }) =>
    signFile(signer, { file, signatureFile: out ?? null }, signal),
  );
  if (context.options.json) context.printJson(signed);
  else context.print(signed.signature);
  return 0;
}

export interface VerifyOptions {
  readonly signature: string;
  readonly certificate?: string;
}

export async function verify(context: Context, file: string, options: VerifyOptions): Promise<number> {
  const request = { file, signatureFile: options.signature, certificateFile: options.certificate ?? null };
  const verified =
    request.certificateFile === null
      ? await withSigner(context, ({ signer }) => verifyFile(request, signer, context.clock, signal))
      : await verifyFile(request, null, context.clock, signal);
  if (context.options.json) context.printJson(verified);
  else printVerified(context, verified);
  return verified.isValid ? 0 : EXIT_INVALID;
}

export async function showCertificate(context: Context): Promise<number> {
  const found = await withSigner(context, ({ signer }) => certificate(signer, context.clock, signal));
  if (context.options.json) context.printJson(found);
  else context.printText(found.pem.trimEnd());
  return 0;
}

/** Looks for itself, also while an agent runs: what it finds is what a new start would find. */
export async function runDoctor(context: Context): Promise<number> {
  const loaded = context.load();
  const { signer } = loaded.config;
  if (signer === null) return lookAround(context);
  if (signer.kind !== 'card' && signer.kind !== 'service') return showInfo(context);
  const options = {
    card: signer.kind === 'card' ? lookForCard(signer, loaded).options : null,
    pinStateFile: pinStateFile(loaded),
    service: signer.kind === 'service' ? serviceAt(signer.url) : null,
  };
  const report = await doctor(options, context.clock, signal);
  if (context.options.json) context.printJson(report);
  else printFindings(context, report.findings);
  return report.isHealthy ? 0 : EXIT_NOT_READY;
}

/** Nothing is configured yet: is there a library in the usual places, or the vendor's service? One of them is enough. */
async function lookAround(context: Context): Promise<number> {
  const loaded = context.load();
  const card = lookForCard(UNCONFIGURED, loaded).options;
  const nothing = { card: null, service: null, pinStateFile: null };
  const reports = [
    await doctor({ ...nothing, card }, context.clock, signal),
    await doctor({ ...nothing, service: serviceAt(USUAL_SERVICE) }, context.clock, signal),
  ];
  const findings = reports.flatMap((report) => report.findings);
  const isHealthy = reports.some((report) => report.isHealthy);
  if (context.options.json) context.printJson({ isHealthy, findings });
  else {
    context.say(context.t('card.doctor.nothing'));
    printFindings(context, findings);
  }
  return isHealthy ? 0 : EXIT_NOT_READY;
}

function serviceAt(url: string): ServiceAddress {
  return { url, connectLimitMs: SERVICE_CONNECT_LIMIT_MS, requestLimitMs: SERVICE_CONNECT_LIMIT_MS };
}

function printFindings(context: Context, findings: readonly Finding[]): void {
  const { locale } = context;
  const rows = findings.flatMap(({ outcome, step, advice, ...words }) => [
    [wordFor('outcome', outcome, locale), wordFor('doctorStep', step, locale), words[locale]],
    ...(advice === null ? [] : [['', '', `→ ${advice[locale]}`]]),
  ]);
  for (const line of formatTable(null, rows)) context.print(line);
}

/** Lends this machine's card until a signal comes; without a gateway. A running agent lends by itself. */
export async function serve(context: Context): Promise<number> {
  const loaded = context.load();
  const { serve: settings } = loaded.config.signing;
  if (settings === null) throw new Fault('config.invalid', { path: 'signing.serve', what: 'required' });
  const opened = await openSigner(loaded, context.clock, (event) => {
    if (event.type === 'signer.stranger')
      context.say(context.t('card.stranger', { address: event.address, fingerprint: event.fingerprint ?? '-' }));
  });
  await using _opened = opened;
  context.say(context.t('card.serving', { address: `${settings.host}:${settings.port}` }));
  await new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
  return 0;
}

function printInfo(context: Context, info: CardInfo): void {
  if (context.options.json) return context.printJson(info);
  const { t } = context;
  const rows: readonly (readonly [string, string | null])[] = [
    [t('card.kind'), wordFor('signerKind', info.kind, context.locale)],
    [t('card.state'), withCode(wordFor('signer', info.state, context.locale), info.faultCode)],
    [t('card.id'), info.cardId],
    [t('card.owner'), info.owner],
    [t('card.company'), [info.companyId, info.companyName].filter((one) => one !== null).join(' ') || null],
    [t('card.certificate'), info.certificateNumber],
    [t('card.algorithm'), info.algorithm],
    [t('card.until'), info.validUntilMs === null ? null : formatTime(info.validUntilMs)],
    [t('card.days'), info.expiry === null ? null : String(info.expiry.daysLeft)],
  ];
  for (const line of formatTable(
    null,
    rows.map(([name, value]) => [name, value ?? '-']),
  ))
    context.print(line);
}

function withCode(word: string, code: string | null): string {
  return code === null ? word : `${word} (${code})`;
}

function printVerified(context: Context, { isValid, subject, algorithm, isCertificateTimely }: VerifiedFile): void {
  context.print(context.t(isValid ? 'card.valid' : 'card.invalid', { subject, algorithm }));
  if (!isCertificateTimely) context.say(context.t('card.untimely'));
}
