/** For the scripts that write documents: nothing imports this package to run it. */
export { declareProgram } from './cli/program.js';
