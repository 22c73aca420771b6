import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDirectory } from '../../../../../test/support/boxes/box-world.js';
import { loadConfig } from '../../config/load.js';
import { businessKey } from '../../domain/document.js';
import { SCHEMA_VERSION } from '../../ledger/keys.js';
import { LEDGER_OPTIONS, openLedger } from '../../ledger/open-ledger.js';
import { systemClock } from '../../runtime/system-clock.js';
import { stoppedFlowsIn } from '../owner/stopped-flows.js';
import { writeBackup } from './backup.js';
import { restoreBackup } from './restore.js';
import { ownLedgerOptions } from './upgrading.js';

const flow = { business: businessKey('DEC'), direction: 'send' } as const;

test.each(['that was asked for', 'before an upgrade'])(
  'what a person had stopped when a backup %s was made is stopped after its restore, with who and when',
  async (kind) => {
    using directory = makeDirectory();
    const configFile = join(directory.path, 'swic.yaml');
    writeFileSync(configFile, 'clientId: DXPESW0000000001\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
    const loaded = loadConfig(configFile);
    const dataDir = join(directory.path, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    await stoppedFlowsIn(dataDir).note(flow, { sinceMs: 5_000, by: 'operator@host' });
    let file = join(directory.path, 'swic.backup');
    {
      await using ledger = await openLedger(join(dataDir, 'ledger'), LEDGER_OPTIONS, systemClock);
      const { upgrade } = ownLedgerOptions(loaded, systemClock, () => undefined);
      if (kind === 'that was asked for')
        await writeBackup({ ledger, loaded, file, tell: () => undefined }, systemClock);
      else file = (await upgrade?.backUp(ledger.allEntries(), SCHEMA_VERSION)) ?? '';
    }
    await stoppedFlowsIn(dataDir).forget(flow);
    await restoreBackup({ file, configFile, mayReplace: true, isMove: false }, systemClock);
    expect(stoppedFlowsIn(dataDir).all()).toEqual([{ flow, sinceMs: 5_000, by: 'operator@host' }]);
  },
);
