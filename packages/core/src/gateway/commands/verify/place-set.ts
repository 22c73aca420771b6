import { hash } from 'node:crypto';
import type { SurveyedFile } from '../../../ports/boxes.js';

type Place = Pick<SurveyedFile, 'at'>;

const SLOTS_MIN = 1_024;
/** Half of the slots are free, so that a search ends after two or three. */
const SLOTS_PER_PLACE = 2;

/**
 * Paths of very many files, each in eight bytes: of a path 52 bits of its hash are kept, and that two have the same is not to be expected. A
 * `Set` of numbers takes five times as much.
 */
export class PlaceSet {
  #slots = new Float64Array(SLOTS_MIN);
  #count = 0;

  add(place: Place): void {
    if ((this.#count + 1) * SLOTS_PER_PLACE > this.#slots.length) this.#grow();
    this.#put(keyOf(place));
  }

  has(place: Place): boolean {
    const key = keyOf(place);
    return this.#slots[slotOf(this.#slots, key)] === key;
  }

  #put(key: number): void {
    const slot = slotOf(this.#slots, key);
    if (this.#slots[slot] === key) return;
    this.#slots[slot] = key;
    this.#count += 1;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    this.#count = 0;
    for (const key of before) if (key !== 0) this.#put(key);
  }
}

/** Where this key is, or the free slot where it would be. */
function slotOf(slots: Float64Array, key: number): number {
  const last = slots.length - 1;
  let slot = key % slots.length;
  while (slots[slot] !== 0 && slots[slot] !== key) slot = slot === last ? 0 : slot + 1;
  return slot;
}

/** Never 0, which is a free slot. */
function keyOf({ at }: Place): number {
  return Number.parseInt(hash('sha1', at, 'hex').slice(0, 13), 16) || 1;
}
