import { catchFailures, Fault, guardOutputs, leaveRemovedDirectory } from '@swic/core';
import { createContext } from './cli/context.js';
import { defaultConfigHere } from './cli/default-config.js';
import { runProgram } from './cli/program.js';
import { failWith } from './cli/say-fault.js';

/** The one place that sets the exit code; the process ends by running out of work, so nothing written is cut short. */
async function main(): Promise<void> {
  // Of the program itself: a command says its faults in the language and the form that it was asked in.
  const fail = (reason: unknown): number =>
    failWith(createContext({ config: defaultConfigHere(), json: false, locale: null }), reason);
  const outputs = guardOutputs(process);
  leaveRemovedDirectory();
  catchFailures((reason) => process.exit(fail(reason)));
  // Streams tell of a failure one turn later, when the command has ended.
  process.once('beforeExit', () => {
    const lost = outputs.lost();
    if (lost !== null && process.exitCode === 0) process.exitCode = fail(new Fault('command.output-lost', {}, lost));
  });
  try {
    process.exitCode = await runProgram(process.argv);
  } catch (reason) {
    process.exitCode = fail(reason);
  }
}

await main();
