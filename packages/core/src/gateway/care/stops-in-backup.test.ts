import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { loadConfig } from '../../config/load.js';
import { businessKey } from '../../domain/document.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { writeBackup } from './backup.js';
import { restoreBackup } from './restore.js';

const flow = { business: businessKey('DEC'), direction: 'send' } as const;

test('what a person had stopped when a backup was made is stopped after its restore, with who and when', async () => {
  using directory = makeDirectory();
  const configFile = join(directory.path, 'swic.yaml');
  writeFileSync(configFile, 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
  const dataDir = join(directory.path, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  const file = join(directory.path, 'swic.backup');
  await stoppedFlowsIn(dataDir).note(flow, { sinceMs: 5_000, by: 'operator@host' });
  {
    await using ledger = await openLedger(join(dataDir, 'ledger'), LEDGER_OPTIONS, systemClock);
    await writeBackup({ ledger, loaded: loadConfig(configFile), file }, systemClock);
  }
  await stoppedFlowsIn(dataDir).forget(flow);
  await restoreBackup({ file, configFile, mayReplace: true }, systemClock);
  expect(stoppedFlowsIn(dataDir).all()).toEqual([{ flow, sinceMs: 5_000, by: 'operator@host' }]);
});
