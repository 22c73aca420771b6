import { createContext } from './cli/context.js';
import { runProgram } from './cli/program.js';
import { failWith } from './cli/say-fault.js';

/** The one place that sets the exit code; the process ends by running out of work, so nothing written is cut short. */
async function main(): Promise<void> {
  try {
    process.exitCode = await runProgram(process.argv);
  } catch (reason) {
    // Not of a command, which says its faults itself: the program could not even be put together.
    process.exitCode = failWith(createContext({ config: 'swic.yaml', json: false, locale: null }), reason);
  }
}

await main();
