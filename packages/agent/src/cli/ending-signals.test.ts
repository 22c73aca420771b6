import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { ENDING_SIGNALS } from './ending-signals.js';

/** What cannot be caught, ends nothing, or says that the process itself is broken. */
const NOT_ENDING =
  'ABRT BUS CHLD CONT FPE ILL IOT KILL PIPE PROF SEGV STOP SYS TRAP TSTP TTIN TTOU UNUSED URG USR1 WINCH INFO'.split(
    ' ',
  );

test('SIGUSR2, SIGQUIT, SIGALRM and every other signal that would end the agent drains it first', () => {
  const others = Object.keys(constants.signals).filter((name) => !NOT_ENDING.includes(name.slice('SIG'.length)));
  expect(others.filter((name) => !ENDING_SIGNALS.includes(name as NodeJS.Signals))).toEqual([]);
  expect(ENDING_SIGNALS).toEqual(expect.arrayContaining(['SIGUSR2', 'SIGQUIT', 'SIGALRM', 'SIGBREAK', 'SIGHUP']));
});
