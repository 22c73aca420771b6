import { EN_KEYS } from './en-keys.js';
import { EN_WIZARD } from './en-wizard.js';

/** What only a terminal says. zh.ts must have the same keys; TypeScript sees to it. */
export const en = {
  ...EN_KEYS,
  ...EN_WIZARD,

  'header.hosted': 'hosted here, pid {pid}',
  'header.attached': 'attached to pid {pid}',
  'header.detached': 'was attached to pid {pid}',
  'command.label': 'command',
  'command.unknown': 'No such command: {word}',
  'help.title': 'Keys: {view}',
  'help.here': 'this view',
  'help.everywhere': 'everywhere',
  'help.views': 'the views',
  'help.close': 'any key closes',
  'size.small': 'Make the window larger: at least 60 x 15.',
  'correct.same': 'Nothing was changed, and nothing is sent.',
  'correct.editor': 'The editor failed ({how}); nothing is sent. The copy: {copy}',
  'correct.good': 'The copy passes the checks. Send it as the successor?',
  'correct.bad': 'The copy has {count|problem|problems} and would be rejected.',
  'correct.send': 'send it',
  'correct.again': 'edit again',
  'correct.keep': 'keep the copy',
  'correct.kept': 'Not sent. The copy: {copy}',
  'correct.sent': 'Queued as {name}; the old document is replaced.',
  'done.copied': 'Copied: {text}',
  'done.opened': 'Opened {path}',
  'open.none': 'Its file is on its way: there is no path yet.',
  'ask.quit-hosted':
    'swic runs in this window: quitting stops it. {inFlight} in flight are finished first; {waiting} stay in OutBox.',
  'quit.draining': 'Finishing what is in flight: {inFlight} left. Ctrl-C again gives up waiting.',
  'quit.aborting': 'Giving up waiting.',
  'end.detached': 'Detached. swic goes on (pid {pid}).',
  'end.detached-unknown': 'Detached.',
  'end.stopped': 'swic has stopped: nothing is in flight.',
  'end.given-up': 'swic has stopped. What was in flight is not finished; the next start goes on with it.',
} as const;
