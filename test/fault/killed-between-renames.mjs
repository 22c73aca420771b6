// `node killed-between-renames.mjs WORD… `: the command `swic WORD…`, killed the instant after it has put the ledger aside.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const rename = fs.renameSync;
fs.renameSync = (from, to) => {
  rename(from, to);
  if (String(to).includes('before-restore')) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();
await import('../../packages/agent/dist/start.js');
