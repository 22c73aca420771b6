import type { WhyNot } from '../contract/why.js';
import type { Moment, Track } from './settler.js';

/** Why a file that is known and waits in OutBox is not handed out at this moment. Pure. */
export function whyNotYet(track: Track, at: Moment): WhyNot {
  const untilMs = at.nowMs + Math.max(0, track.dueMs - at.tickMs);
  switch (track.code) {
    case null:
    case 'document.changed':
      return track.dueMs > at.tickMs
        ? { reason: 'settling', remainingMs: Math.ceil(track.dueMs - at.tickMs) }
        : { reason: 'waiting-its-turn' };
    case 'disk.locked':
      return { reason: 'locked' };
    case 'disk.denied':
      return { reason: 'denied' };
    case 'document.incomplete':
      return { reason: 'incomplete', sinceMs: at.nowMs - (at.tickMs - track.stillSinceMs) };
    default:
      return { reason: 'put-off', code: track.code, untilMs };
  }
}
