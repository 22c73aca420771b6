import type { BusinessSnapshot, StandingName, StandingNumber } from '@swic/core/contract';

export const documentsOf = (numbers: readonly StandingNumber[], ...names: readonly StandingName[]): number =>
  numbers.reduce((sum, one) => sum + (names.includes(one.standing) ? one.documents : 0), 0);

export const concerningOf = (numbers: readonly StandingNumber[], ...names: readonly StandingName[]): number =>
  numbers.reduce((sum, one) => sum + (names.includes(one.standing) ? one.concerning : 0), 0);

/** Refused by the platform, returned or deleted by customs, and not dealt with by a person. */
export const returnedNow = ({ now }: BusinessSnapshot): number => concerningOf(now, 'refused', 'returned', 'deleted');

/** Documents that wait for a person. */
export const waitingForPerson = (businesses: readonly BusinessSnapshot[]): number =>
  businesses.reduce((sum, { now }) => sum + now.reduce((all, one) => all + one.concerning, 0), 0);

/** Of what was claimed today: at the broker, whatever has become of it there. */
export const sentToday = ({ today }: BusinessSnapshot): number =>
  today.reduce((sum, { standing, documents }) => sum + (NOT_SENT.has(standing) ? 0 : documents), 0);

const NOT_SENT: ReadonlySet<StandingName> = new Set(['open', 'unknown', 'rejected', 'withdrawn', 'lost'] as const);
