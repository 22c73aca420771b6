import { hash } from 'node:crypto';
import type { SurveyedFile } from '../../../ports/boxes.js';

/** A path in eight bytes, where all of them are to be remembered; that two have the same one is not to be expected. */
export function placeKey({ at }: Pick<SurveyedFile, 'at'>): number {
  return Number.parseInt(hash('sha1', at, 'hex').slice(0, 13), 16);
}
