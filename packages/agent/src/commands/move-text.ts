import { type MovedSecret, type MovePack, type MoveUnpack, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import { formatTable } from '../cli/table.js';
import { formatTime } from '../cli/time-text.js';

/** What is in the file, what is on its way, and what to do with it. */
export function sayPacked(context: Context, packed: MovePack): void {
  const { print, t, locale } = context;
  const { file, documents, receipts, files, fileBytes, sizeBytes, sha256 } = packed;
  print(t('move.packed', { file, documents, receipts, files, bytes: fileBytes, size: sizeBytes }));
  print(`SHA-256 ${sha256}`);
  if (packed.waiting > 0) print(t('move.waiting', { files: packed.waiting }));
  if (packed.inFlightTotal > 0) print(t('move.inFlight', { documents: packed.inFlightTotal }));
  const rows = packed.inFlight.map(({ document, business, name, stage }) => [
    business,
    document,
    name,
    wordFor('stage', stage, locale),
  ]);
  for (const line of formatTable(null, rows)) print(line);
  for (const name of packed.passedOver) print(t('move.passedOver', { path: name }));
  saySecrets(context, packed.secrets);
  for (const { setting, path } of packed.places) print(t('move.place', { setting, path }));
  print(t('move.marked'));
}

export function sayUnpacked(context: Context, unpacked: MoveUnpack): void {
  const { print, t } = context;
  const { documents, receipts, files, alike, madeMs, configuration, copy } = unpacked;
  print(t('move.unpacked', { documents, receipts, files, alike, time: formatTime(madeMs) }));
  if (configuration !== null) print(t('move.configuration', { path: configuration }));
  if (copy !== null) print(t('ledger.copy', { path: copy }));
  for (const path of unpacked.kept) print(t('move.kept', { path }));
  for (const { setting, path } of unpacked.missing) print(t('move.missing', { setting, path }));
  saySecrets(context, unpacked.secrets);
}

/** A line to type for each entry of the keyring, once. */
function saySecrets({ print, t }: Context, secrets: readonly MovedSecret[]): void {
  const entries = new Map(secrets.map((one) => [`${one.kind} ${one.name}`, one]));
  if (entries.size > 0) print(t('move.secrets'));
  for (const { kind, name, setting } of entries.values())
    print(kind === 'keyring' ? `  swic secret set ${name}` : `  ${t(`move.secret.${kind}`, { name, setting })}`);
}
