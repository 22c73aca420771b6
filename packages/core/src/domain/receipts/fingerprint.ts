/**
 * Receipts without a message id may have the same bytes and be two: the first has the fingerprint of its bytes, each further one
 * a number behind it.
 */
export function numbered(fingerprint: string, number: number): string {
  return number === 0 ? fingerprint : `${fingerprint}${NUMBER_MARK}${number}`;
}

export function numberOf(fingerprint: string): number {
  const [, number = '0'] = fingerprint.split(NUMBER_MARK);
  return Number(number);
}

/** What all receipts of the same bytes share. */
export function fingerprintOfBytes(fingerprint: string): string {
  return fingerprint.split(NUMBER_MARK, 1)[0] ?? fingerprint;
}

/** Where the first of several is found: the fingerprint of their bytes leads to the latest. */
export function firstOf(fingerprint: string): string {
  return `${fingerprintOfBytes(fingerprint)}${NUMBER_MARK}0`;
}

/** Of a further receipt in the same message; a redelivery is known by the first one's. */
export function ofCompanion(fingerprint: string, place: number): string {
  return numbered(`${fingerprintOfBytes(fingerprint)}${COMPANION_MARK}${String(place)}`, numberOf(fingerprint));
}

const COMPANION_MARK = '+';
const NUMBER_MARK = '#';
