import { expect, test } from 'vitest';
import { canFollow, isOpen, STAGES } from './stage.js';

test('what is filed, rejected, withdrawn or lost stays so, but for a rejected one whose file is lost', () => {
  for (const end of ['filed', 'rejected', 'withdrawn', 'lost'] as const) {
    expect(isOpen(end)).toBe(false);
    for (const stage of STAGES)
      expect(canFollow(end, stage)).toBe(stage === end || (end === 'rejected' && stage === 'lost'));
  }
});

test('nothing goes back to claimed, and a sent document can only be filed, held because its file was altered, or lost', () => {
  for (const stage of STAGES) if (stage !== 'claimed') expect(canFollow(stage, 'claimed')).toBe(false);
  expect(STAGES.filter((stage) => canFollow('sent', stage))).toEqual(['sent', 'filed', 'unknown', 'lost']);
});
