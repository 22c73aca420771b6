import { saysVersionAlone } from './cli/version-alone.js';

// All commands are loaded only where one of them is asked for: they are most of a start.
if (!saysVersionAlone(process.argv)) await import('./main.js');
