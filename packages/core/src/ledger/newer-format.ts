import { Fault } from '../contract/fault.js';
import { type AutomaticBackup, findAutomaticBackup } from './automatic-backups.js';

/**
 * Throws `ledger.newer` for a ledger, or a backup of one, in a format that this program does not know. The sentence names both and the
 * ways back: the newer program, or the backup that it made before it changed anything.
 */
export function refuseNewerFormat(found: number, known: number, directory: string): void {
  if (found <= known) return;
  const backup = findAutomaticBackup(directory, known);
  throw new Fault('ledger.newer', { found, known, backup: backup?.file ?? null, ...sentences(found, known, backup) });
}

function sentences(
  found: number,
  known: number,
  backup: AutomaticBackup | null,
): { readonly zh: string; readonly en: string } {
  const zh = `本地记录的格式为 ${found}，本程序只支持到格式 ${known}。请用更新版本的 swic 运行`;
  const en = `the ledger has format ${found}, and this program knows formats up to ${known}. Run the newer swic`;
  if (backup === null) return { zh: `${zh}；没有找到升级前的自动备份`, en: `${en}; no automatic backup was found` };
  const command = `swic restore ${backup.file} --yes`;
  return {
    zh: `${zh}，或先用它执行 swic ledger rollback；无法使用新版本时，用升级前的自动备份恢复（备份之后收发的内容会被遗忘）：${command}`,
    en: `${en}, or let it run swic ledger rollback first. Without it, restore the automatic backup, which forgets what was sent and received since: ${command}`,
  };
}
