import type { Kind } from './candidates.js';

/** What the arguments of commands are, by the name that their help shows; one that is not here is free text. */
export const ARGUMENT_KINDS: Readonly<Record<string, Kind>> = {
  business: 'business',
  box: 'box',
  channel: 'channel',
  direction: 'direction',
  decision: 'decision',
  document: 'document',
  file: 'file',
  files: 'file',
  shell: 'shell',
  topic: 'topic',
  other: 'document',
  what: 'document',
};

/** Where the name alone does not say it: `command argument`. */
export const COMMAND_KINDS: Readonly<Record<string, Kind>> = {
  'resend files': 'document',
  'why file': 'file',
};

/** Where the name of the option alone does not say it: `command option`. */
export const COMMAND_OPTION_KINDS: Readonly<Record<string, Kind>> = {
  'documents --state': 'stage',
};

/** What follows an option that has no words of its own. */
export const OPTION_KINDS: Readonly<Record<string, Kind>> = {
  '--business': 'business',
  '--boxes-dir': 'file',
  '--config': 'file',
  '--data-dir': 'file',
  '--customs': 'customs',
  '--dir': 'file',
  '--out': 'file',
  '--rule': 'rule',
  '--with': 'file',
};
