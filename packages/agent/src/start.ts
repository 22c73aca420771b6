import { helpAlone } from './cli/help-asked.js';
import { saysVersionAlone } from './cli/version-alone.js';

// All commands are loaded only where one of them is asked for: they are most of a start.
const help = helpAlone(process.argv);
const isAnswered = help.isAsked
  ? (await import('./cli/help-alone.js')).saysHelpAlone(help.locale)
  : saysVersionAlone(process.argv);
if (!isAnswered) await import('./main.js');
