import { type DocumentRecord, isOperatorsWord } from './document.js';

/**
 * May the broker have it, as far as the ledger knows?
 *
 * - `certainly` it was confirmed, or an operator said so
 * - `perhaps`   it was handed over, or is just now, and nothing certain came back
 * - `never`     it was refused by our own checks, or given back before it was handed over
 */
export type HandedOver = 'certainly' | 'perhaps' | 'never';

export function handedOver({ stage, attempts, verdict, times }: DocumentRecord): HandedOver {
  switch (stage) {
    case 'sent':
    case 'filed':
      return 'certainly';
    case 'sealed':
      return 'perhaps';
    case 'unknown':
      // Confirmed, and held since because its file is not what was sent.
      return times.confirmed === null ? 'perhaps' : 'certainly';
    case 'claimed':
      return 'never';
    case 'rejected':
      // Refused at a later attempt: the one before may have arrived.
      return attempts > 1 ? 'perhaps' : 'never';
    case 'withdrawn':
    case 'lost':
      return attempts > 1 || (attempts > 0 && isOperatorsWord(verdict)) ? 'perhaps' : 'never';
  }
}
