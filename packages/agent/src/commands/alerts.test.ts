import { expect, test } from 'vitest';
import { listenToProgram } from '../../../../test/support/spoken.js';

const program = listenToProgram(`transport: { kind: embedded }
businesses: { DEC: {} }
alerts:
  channels:
    day: { kind: command, command: ['false'] }
    night: { kind: command, command: ['false'] }
`);

test.runIf(process.platform !== 'win32')(
  'each channel that does not take a test is named beside its fault',
  async () => {
    expect(await program.run(['alerts', 'test'])).toBe(69);
    expect(program.said()).toMatch(/^day: .*\[alert\.refused\]$[\s\S]*^night: .*\[alert\.refused\]$/m);
  },
);
