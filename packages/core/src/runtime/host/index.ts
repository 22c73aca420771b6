/** The one place for what the system around Node may refuse: standard streams, a user's name, directories, sockets, uncaught failures. */
export { leaveRemovedDirectory, temporaryDirectory } from './directories.js';
export { flushVolume } from './flush-volume.js';
export { catchFailures, ownFailures } from './last-resort.js';
export { guardOutputs } from './outputs.js';
export { isProgramRunning } from './processes.js';
export { createReclaimer, reclaim } from './reclaim.js';
export { isSocket } from './sockets.js';
export { hostUser } from './user.js';
