import { expect, test } from 'vitest';
import type { Clock } from '../../ports/clock.js';
import { systemClock } from '../../runtime/system-clock.js';
import { BytesInHand, IN_HAND_BYTES_MAX } from './bytes-in-hand.js';
import type { ReadingHold } from './wire/reading-hold.js';

interface Watched extends ReadingHold {
  isHeld: boolean;
  sips: number;
}

function watchedReading(): Watched {
  const reading: Watched = {
    isHeld: false,
    sips: 0,
    hold: () => {
      reading.isHeld = true;
    },
    release: () => {
      reading.isHeld = false;
    },
    sip: () => {
      reading.sips += 1;
    },
  };
  return reading;
}

test('a hundred receipts of a megabyte are not all read ahead: reading waits until some are settled', () => {
  const reading = watchedReading();
  const inHand = new BytesInHand(reading).open();
  const megabyte = 1024 * 1024;
  let tag = 0;
  while (!reading.isHeld && tag < 100) inHand.take(++tag, megabyte);
  expect(tag * megabyte).toBe(IN_HAND_BYTES_MAX);
  inHand.give(1);
  expect(reading.isHeld).toBe(false);
  inHand.take(101, megabyte);
  expect(reading.isHeld).toBe(true);
  inHand.lift();
  inHand.take(102, megabyte);
  expect(reading.isHeld).toBe(false);
});

test('while nothing is settled neither side is taken for dead, and after a minute all of it goes back to the broker', async () => {
  const reading = watchedReading();
  const inHand = new BytesInHand(reading);
  inHand.open().take(1, IN_HAND_BYTES_MAX);
  let tickMs = 0;
  const clock: Clock = {
    ...systemClock,
    tickMs: () => tickMs,
    sleep: async (delayMs) => {
      tickMs += delayMs;
    },
  };
  await expect(inHand.watch(clock, new AbortController().signal)).rejects.toMatchObject({
    code: 'transport.closed',
  });
  expect(reading.sips).toBeGreaterThan(50);
});

test('two channels of a connection share the bound, and what one that closed had in hand is no longer counted', () => {
  const reading = watchedReading();
  const inHand = new BytesInHand(reading);
  const [first, second] = [inHand.open(), inHand.open()];
  first.take(1, IN_HAND_BYTES_MAX / 2);
  second.take(1, IN_HAND_BYTES_MAX / 2);
  expect(reading.isHeld).toBe(true);
  second.give(1);
  expect(reading.isHeld).toBe(false);
  second.take(2, IN_HAND_BYTES_MAX);
  first.lift();
  expect(reading.isHeld).toBe(false);
  first.close();
  expect(reading.isHeld).toBe(true);
  second.close();
  expect(reading.isHeld).toBe(false);
});
