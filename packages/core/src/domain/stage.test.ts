import { expect, test } from 'vitest';
import { canFollow, isOpen, STAGES } from './stage.js';

test('what is filed, rejected or withdrawn stays so', () => {
  for (const end of ['filed', 'rejected', 'withdrawn'] as const) {
    expect(isOpen(end)).toBe(false);
    for (const stage of STAGES) expect(canFollow(end, stage)).toBe(stage === end);
  }
});

test('nothing goes back to claimed, and a sent document can only be filed', () => {
  for (const stage of STAGES) if (stage !== 'claimed') expect(canFollow(stage, 'claimed')).toBe(false);
  expect(STAGES.filter((stage) => canFollow('sent', stage))).toEqual(['sent', 'filed']);
});
