import { expect, test } from 'vitest';
import { PlaceSet } from './place-set.js';

test('a hundred thousand places are all remembered, no other one is, and each takes twenty bytes at most', () => {
  const places = new PlaceSet();
  const at = (number: number): { readonly at: string } => ({ at: `/srv/boxes/报关单/SentBox/20261123/${number}.xml` });
  const before = process.memoryUsage().arrayBuffers;
  for (let number = 0; number < 100_000; number += 1) places.add(at(number));
  for (let number = 0; number < 100_000; number += 997) {
    places.add(at(number));
    expect(places.has(at(number))).toBe(true);
    expect(places.has(at(number + 100_000))).toBe(false);
  }
  // Those that were outgrown may still be there until they are collected.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * 100_000 * 8 * 4);
});
