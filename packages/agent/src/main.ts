import { FAULTS, Fault } from '@swic/core';
import { createContext } from './cli/context.js';
import { runProgram } from './cli/program.js';
import { sayFault } from './cli/say-fault.js';

/** The one place that sets the exit code; the process ends by running out of work, so nothing written is cut short. */
async function main(): Promise<void> {
  try {
    process.exitCode = await runProgram(process.argv);
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    sayFault(createContext({ config: 'swic.yaml', json: process.argv.includes('--json'), locale: null }), fault);
    process.exitCode = exitCodeOf(fault);
    if (fault.code === 'internal.unexpected' && reason instanceof Error)
      process.stderr.write(`${reason.stack ?? ''}\n`);
  }
}

function exitCodeOf(fault: Fault): number {
  return FAULTS[fault.code].exitCode;
}

await main();
