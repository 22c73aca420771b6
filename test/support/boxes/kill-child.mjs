// Claims and files one document after another until it is killed. Words: <JSON: directories>. It says when it has begun.

import { readdirSync } from 'node:fs';
import { findFacts, identityOf } from '../../../packages/core/src/boxes/disk.ts';
import { openBoxes } from '../../../packages/core/src/boxes/open-boxes.ts';
import { claimOne, fileOne } from '../../../packages/core/src/ports/array-of-one.ts';
import { systemClock } from '../../../packages/core/src/runtime/system-clock.ts';

const directories = JSON.parse(process.argv[2]);
const { boxes } = await openBoxes({ business: 'DEC', directories, settleMs: 0, extensions: ['.xml'] }, systemClock);
const STAMP_MS = Date.UTC(2026, 10, 23, 2, 41, 58, 48);
let claims = 0;
process.send('begun');
for (const name of readdirSync(directories.outBox)) {
  const path = `${directories.outBox}/${name}`;
  const facts = findFacts(path);
  if (facts === null || !facts.isFile()) continue;
  claims += 1;
  const candidate = { business: 'DEC', name, path, identity: identityOf(facts), foundMs: 0, settledMs: 0 };
  const claimed = await claimOne(boxes, { candidate, id: `2026112310415804${String(claims).padStart(6, '0')}` });
  await fileOne(boxes, {
    claimed,
    box: claims % 2 === 0 ? 'SentBox' : 'FailBox',
    stampMs: STAMP_MS + claims,
    content: null,
  });
}
process.send('done');
