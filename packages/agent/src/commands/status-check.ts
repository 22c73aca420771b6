import { FAULTS, faultSentences, isFaultCode, maintenanceLines, type Snapshot, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import { someOf } from '../cli/values.js';
import type { Locale } from '../text/index.js';
import { withAgent } from './reach.js';
import { DOCUMENT_TROUBLES, type DocumentTrouble, type Trouble, troublesOf } from './troubles.js';

const EXIT_TROUBLE = 1;

/** For whatever watches over the agent: the exit code says it, the lines say why. */
export async function checkStatus(context: Context, ignored: readonly DocumentTrouble[]): Promise<number> {
  const snapshot = await withAgent(context, (client) => client.call('status', null));
  const troubles = troublesOf(snapshot, ignored);
  // An agent of before maintenance was known does not say it.
  const maintenance = snapshot.maintenance?.open ?? [];
  if (context.options.json) context.printJson({ isRunning: true, troubles, maintenance });
  else printCheck(context, snapshot, troubles);
  return troubles.length === 0 ? 0 : EXIT_TROUBLE;
}

/** In a maintenance connection and flows are not looked at: to say that they work would be a guess. */
function printCheck(context: Context, snapshot: Snapshot, troubles: readonly Trouble[]): void {
  const { t, locale, clock, print } = context;
  const isMaintained = (snapshot.maintenance?.open.length ?? 0) > 0;
  if (isMaintained) for (const line of maintenanceLines(snapshot.maintenance, clock.nowMs(), locale)) print(line);
  for (const trouble of troubles) print(troubleLine(context, trouble));
  if (troubles.length === 0) print(t(isMaintained ? 'status.maintained' : 'status.well'));
}

export function ignoredKinds(words: string | undefined): readonly DocumentTrouble[] {
  return someOf('--ignore', words ?? '', DOCUMENT_TROUBLES);
}

function troubleLine({ locale, t }: Context, { place, state, code, fault, documents }: Trouble): string {
  const where = place
    .split(' ')
    .map((word) => wordFor('place', word, locale))
    .join(' ');
  if (documents !== null) return `${where}: ${t(`trouble.${state}` as 'trouble.lost', { count: documents })}`;
  const how = stateWord(place, state, locale);
  if (code === null) return `${where}: ${how}`;
  // An agent of another version may know faults that we do not.
  const meaning = isFaultCode(code) ? `${locale === 'zh' ? '，' : ', '}${FAULTS[code][locale].meaning}` : '';
  const facts = fault === null || !isFaultCode(code) ? [] : faultSentences(fault, locale).facts;
  return [`${where}: ${how}${meaning} [${code}]`, ...facts].join('  ');
}

/** Places with states of their own; all others are flows. */
const PLACES = ['signer', 'disk', 'ledger', 'clock'] as const;

/** Which kind of thing the place is decides what its state is called. */
function stateWord(place: string, state: string, locale: Locale): string {
  if (place.startsWith('transport')) return wordFor('transport', state, locale);
  if (place === 'log' || place.startsWith('reader ')) return wordFor('outcome', state, locale);
  const kind = PLACES.find((known) => known === place) ?? 'flow';
  return wordFor(kind, state, locale);
}
