export const EN_START = {
  'start.question': 'Start swic by itself from now on?',
  'start.way.logon': '  {number} = when you log on, as you (needs no administrator)',
  'start.way.service': '  {number} = as a service at boot, without a person logged on (needs an administrator)',
  'start.ask': 'Number, or Enter for only now, in this window:',
  'start.failed.logon': 'It is not started by itself; it runs in this window now. Later: swic service install --logon',
  'start.failed.service':
    'It is not a service; it runs in this window now. Later, from a window of an administrator: swic service install',
  'start.look':
    'To look at it: swic (the dashboard), swic status, or swic web with web.port set. It goes on without this window.',
  'start.again': 'swic has ended with this window. Start it again: swic; by itself from now on: swic service install',
} as const;
