export const EN_UPDATE = {
  'update.about': 'versions that the firm has approved: looks only when it is asked, and installs nothing',
  'update.check.about': 'is there a later version in the signed list of update.from? Exit code 1 = there is',
  'update.verify.about': 'is this file, by its SHA-256, one of a release of the signed list?',
  'update.empty': 'The list at {from} names no release; installed is {installed}.',
  'update.newer': 'Version {version} of {date} is there; installed is {installed}. The list is signed: {from}',
  'update.current':
    'Nothing later than the installed {installed}: the latest of the list is {version} of {date}. {from}',
  'update.unlisted': 'The installed version {installed} is not in the list: it may have been withdrawn.',
  'update.file-known': '{name} is of release {version}, byte by byte.',
  'update.file-unknown': '{name} is of no release of the list; do not install it. SHA-256 {sha256}',
  'update.bytes': 'bytes',
} as const;
