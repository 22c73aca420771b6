import { createHash } from 'node:crypto';
import { editConfigText } from '../../config/edit.js';
import { type LoadedConfig, parseConfig, readConfigText } from '../../config/load.js';
import { problemsFault } from '../../config/problems.js';
import { replaceConfigText } from '../../config/replace-text.js';
import type {
  ConfigChangeReport,
  EditSettingsParams,
  EditSettingsResult,
  SettingsReport,
} from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import { businessPlaces } from '../settings/business-places.js';
import { compareConfigs } from '../settings/compare-configs.js';

export interface SettingsWorld {
  /** What the gateway runs by. */
  readonly loaded: () => LoadedConfig;
  readonly reloadConfig: (signal: AbortSignal) => Promise<ConfigChangeReport>;
}

export function readSettings({ loaded }: SettingsWorld): SettingsReport {
  const { file } = loaded();
  const text = readConfigText(file);
  const result = parseConfig(text, file);
  if (result.outcome === 'invalid') throw problemsFault(file, result.problems);
  return { file, version: versionOf(text), config: result.loaded.config, businesses: businessPlaces(result.loaded) };
}

/** Checked by the schema, then written beside the file and renamed over it: a reader sees the old file or the new one. */
export async function editSettings(
  world: SettingsWorld,
  { version, edits, isTrial }: EditSettingsParams,
  signal: AbortSignal,
): Promise<EditSettingsResult> {
  const running = world.loaded();
  const { file } = running;
  const before = readConfigText(file);
  if (versionOf(before) !== version) throw new Fault('config.edited-meanwhile', { file });
  const after = editConfigText(before, edits);
  const diff = diffOf(before, after);
  const result = parseConfig(after, file);
  const none: ConfigChangeReport = { applied: [], restartNeeded: [] };
  if (result.outcome === 'invalid') return { diff, problems: result.problems, report: none, isWritten: false };
  if (isTrial) return { diff, problems: [], report: compareConfigs(running, result.loaded).report, isWritten: false };
  replaceConfigText(file, after);
  return { diff, problems: [], report: await world.reloadConfig(signal), isWritten: true };
}

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function diffOf(before: string, after: string): EditSettingsResult['diff'] {
  const old = before.split('\n');
  const now = after.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return { line: start + 1, removed: old.slice(start, old.length - end), added: now.slice(start, now.length - end) };
}
