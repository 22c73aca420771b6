import { expect, test } from 'vitest';
import { parseLastEnd, parseUnitState } from './last-start.js';

test('what systemd says of a unit is read', () => {
  const text = 'ActiveState=active\nActiveEnterTimestamp=Mon 2026-11-30 10:00:00 UTC\nNRestarts=2\nResult=success\n';
  expect(parseUnitState(text)).toEqual({
    state: 'active',
    since: 'Mon 2026-11-30 10:00:00 UTC',
    restarts: 2,
    result: 'success',
  });
  expect(parseUnitState('ActiveState=inactive\nActiveEnterTimestamp=\n')).toMatchObject({ since: null, restarts: 0 });
});

test('the end of the run before is the last that the journal has of it', () => {
  expect(parseLastEnd('swic.service: Main process exited, code=exited, status=74/IOERR')).toBe(
    'code=exited, status=74/IOERR',
  );
  expect(parseLastEnd('-- No entries --')).toBeNull();
});
