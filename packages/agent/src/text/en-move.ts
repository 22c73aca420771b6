export const EN_MOVE = {
  'move.about': 'move to another machine: ledger, configuration, boxes and users of the page in one file',
  'move.pack.about':
    'on the old machine: end the agent, write all that moves into one file, and mark that this one starts no more; secrets are not in it',
  'move.unpack.about':
    'on the new machine: put what was packed in place, say which secrets have to be typed anew, verify, and test card and connection',
  'move.cancel.about': 'take the mark away, so that this machine starts again; the file must be unpacked nowhere then',
  'move.dataDir': 'the data directory here; default: as on the old machine',
  'move.boxesDir': 'the directory of the boxes here; default: as on the old machine',
  'move.set': 'another path that differs here, e.g. businesses.DEC.boxes.root=/srv/dec; may be repeated',
  'move.yes': 'without a question',
  'move.ask': '{setting} here (Enter = {before}):',
  'move.packed':
    'Packed into {file}: {documents|document|documents}, {receipts|receipt|receipts}, {files|file|files} of {bytes} bytes; its own size is {size}.',
  'move.waiting': '{files|file waits|files wait} in OutBox and will be sent by the new machine.',
  'move.inFlight': '{documents|document is|documents are} on the way; the new machine goes on with them:',
  'move.passedOver': 'Left out, no regular file or not to be read: {path}',
  'move.place': 'Not in the file, to be set up by hand: {setting} {path}',
  'move.marked':
    'This data directory starts no more. On the new machine: swic move unpack FILE. Should nothing move after all: swic move cancel.',
  'move.secrets': 'Secrets are in no file. On the new machine:',
  'move.secret.env': 'variable {name} ({setting})',
  'move.secret.file': 'file {name} ({setting})',
  'move.unpacked':
    'Unpacked, as of {time}: {documents|document|documents}, {receipts|receipt|receipts}, {files|file|files}; {alike} were here already.',
  'move.configuration': 'Configuration: {path}',
  'move.kept': 'What was here before is kept: {path}',
  'move.missing': 'Not on this machine: {setting} {path}',
  'move.cancel.ask': 'Was the file unpacked on no other machine, and is it deleted? (y/N)',
  'move.cancel.unasked': 'Nothing was changed: say --yes when the file was unpacked on no other machine.',
  'move.cancelled': 'This machine starts again. Delete the file, it must be unpacked nowhere: {file}',
  'move.unmarked': 'There is no mark of a move here.',
} as const;
