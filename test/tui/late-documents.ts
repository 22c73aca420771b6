import type { DocumentRecord, OverdueDocument, OverdueReport } from '@swic/core/contract';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long each has waited, and against what it is late: a weekend, a morning, and some that are only slower than usual. */
const WAITS: readonly (readonly [business: string, waitedMs: number, by: OverdueDocument['by']])[] = [
  ['ACD', 52 * HOUR_MS, 'limit'],
  ['SAS', 26 * HOUR_MS, 'limit'],
  ['DEC', 3 * HOUR_MS + 20 * MINUTE_MS, 'limit'],
  ['RMFT', 2 * HOUR_MS, 'limit'],
  ['NPTS', 41 * MINUTE_MS, 'limit'],
  ['DEC', 11 * MINUTE_MS, 'limit'],
  ['DEC', 9 * MINUTE_MS, 'learned'],
  ['DEC', 95 * SECOND_MS, 'learned'],
];

const LIMITS: OverdueReport['limits'] = [
  { business: 'DEC', limitMs: 10 * MINUTE_MS, learnedMs: 45 * SECOND_MS, answers: 500 },
  { business: 'RMFT', limitMs: 90 * MINUTE_MS, learnedMs: null, answers: 12 },
  { business: 'MFT', limitMs: 10 * MINUTE_MS, learnedMs: 3 * MINUTE_MS, answers: 214 },
  { business: 'SAS', limitMs: 24 * HOUR_MS, learnedMs: null, answers: 0 },
  { business: 'NPTS', limitMs: 30 * MINUTE_MS, learnedMs: null, answers: 99 },
  { business: 'ACD', limitMs: 10 * MINUTE_MS, learnedMs: null, answers: 3 },
  { business: 'EDOC', limitMs: null, learnedMs: null, answers: 2 },
];

/** What an agent would answer whose filed documents had been sent so long ago, and nothing came back. */
export function lateReport(documents: readonly DocumentRecord[], nowMs: number): OverdueReport {
  const filed = documents.filter(({ stage }) => stage === 'filed');
  const late = WAITS.map(([business, waitedMs, by], at) => {
    const ofIt = filed.filter((document) => document.business === business);
    const nth = WAITS.slice(0, at).filter((before) => before[0] === business).length;
    const document = ofIt[nth];
    if (document === undefined) throw new RangeError(`too few documents of ${business}`);
    return { document: { ...document, times: { ...document.times, confirmed: nowMs - waitedMs } }, waitedMs, by };
  });
  return { limits: LIMITS, documents: late };
}
