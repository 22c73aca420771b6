// @ts-check
// The packages for Windows. Here only their contents are checked; they are started under Wine by nothing yet, and that is said.
import { NotRun } from './not-run.mjs';

/** @type {readonly import('./not-run.mjs').PackageCheck[]} */
export const windowsChecks = [
  {
    name: 'zip: swic.cmd starts on Windows',
    run: async ({ fileOf }) => {
      fileOf('zip');
      throw new NotRun(
        'Node.js 24 needs Wine 10, which is not set up by this script; try it on a Windows before a release',
      );
    },
  },
];
