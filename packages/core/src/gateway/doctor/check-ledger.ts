import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { DoctorFinding } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import { findingsOf } from '../../doctor/findings.js';
import { ledgerVersion } from '../../ledger/check-ledger.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { checkLedger } from '../care/ledger-care.js';
import { ledgerOf } from '../care/ledger-place.js';
import { NO_CONFIGURATION } from './check-boxes.js';
import { sizeText } from './check-disk.js';
import type { DoctorWorld } from './world.js';

const { ok, skipped, warning, failed, fault } = findingsOf('ledger');

/** The quick proof reads names and sizes of every file; what takes longer is `swic verify`'s. */
const VERIFY_LIMIT_MS = 10_000;

/** Version and size, damage of its files, and the quick proof of `verify`. */
export function checkLedgerOf(world: DoctorWorld): DoctorCheck {
  return {
    name: 'ledger',
    look: async (signal) => {
      const { loaded } = world;
      if (loaded === null) return [skipped(NO_CONFIGURATION)];
      const directory = ledgerOf(loaded);
      const bytes = sizeOf(directory);
      const damage =
        bytes > world.ledgerReadBytesMax ? [unread(directory, bytes)] : await damageFindings(loaded, bytes);
      // What is damaged is not opened: opening would note it, and a look changes nothing.
      if (damage.some(({ outcome }) => outcome === 'failed') || bytes === 0) return damage;
      return [...damage, ...(await proof(world, loaded, signal))];
    },
  };
}

async function damageFindings(loaded: LoadedConfig, bytes: number): Promise<readonly DoctorFinding[]> {
  const { directory, isThere, problems, noted } = await checkLedger(loaded);
  if (problems.length > 0)
    return [
      failed(
        { zh: `有 ${problems.length} 处损坏`, en: `${problems.length} of its files are damaged` },
        {
          zh: '运行 swic ledger check 查看，再用 swic ledger repair',
          en: 'Look with swic ledger check, then swic ledger repair',
        },
        directory,
      ),
    ];
  if (!isThere) return [ok({ zh: '还没有：首次启动时建立', en: 'none yet: it is made at the first start' }, directory)];
  const version = ledgerVersion(directory);
  const words = {
    zh: `${version === null ? '' : `版本 ${version}，`}${sizeText(bytes)}，文件完整`,
    en: `${version === null ? '' : `version ${version}, `}${sizeText(bytes)}, its files are whole`,
  };
  if (noted?.isAcknowledged !== false) return [ok(words, directory)];
  return [
    warning(
      { zh: `${words.zh}；此前有记录丢失`, en: `${words.en}; records were lost before` },
      { zh: '核对后运行 swic ledger repair 确认', en: 'Compare, then acknowledge it with swic ledger repair' },
      directory,
    ),
  ];
}

async function proof(world: DoctorWorld, loaded: LoadedConfig, signal: AbortSignal): Promise<readonly DoctorFinding[]> {
  const late = new AbortController();
  const alarm = world.clock.sleep(VERIFY_LIMIT_MS, AbortSignal.any([signal, late.signal])).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    const report = await world.verify(loaded, AbortSignal.any([signal, late.signal]));
    if (report === null) return [];
    const { documents, receipts, breaks } = report;
    if (breaks.length === 0)
      return [
        ok({
          zh: `${documents} 份单据、${receipts} 份回执与目录相符`,
          en: `${documents} documents and ${receipts} receipts are where they belong`,
        }),
      ];
    return [
      warning(
        { zh: `${breaks.length} 个文件与本地记录不符`, en: `${breaks.length} files are not as the ledger says` },
        { zh: '运行 swic verify 查看', en: 'Look with swic verify' },
      ),
    ];
  } catch (reason) {
    const found = Fault.from(reason, 'ledger.broken');
    if (late.signal.aborted && found.code === 'operation.aborted')
      return [
        skipped({ zh: '单据较多，未全部核对：swic verify', en: 'too many documents for a quick look: swic verify' }),
      ];
    // A command of another terminal has it open for a moment.
    if (found.code === 'instance.already-running')
      return [skipped({ zh: '本地记录正被使用', en: 'the ledger is in use' })];
    return [fault(found)];
  } finally {
    late.abort();
    await alarm;
  }
}

function unread(directory: string, bytes: number): DoctorFinding {
  const words = {
    zh: `${sizeText(bytes)}；文件是否完整由 swic ledger check 检查`,
    en: `${sizeText(bytes)}; swic ledger check reads whether its files are whole`,
  };
  return ok(words, directory);
}

/** 0 where there is none. */
function sizeOf(directory: string): number {
  try {
    const sizes = readdirSync(directory).map(
      (name) => statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return 0;
    throw Fault.from(reason, 'disk.denied', { path: directory });
  }
}
