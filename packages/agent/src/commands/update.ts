import path from 'node:path';
import {
  checkForUpdate,
  checkUpdateFile,
  Fault,
  printable,
  type Release,
  type UpdateFileReport,
  type UpdateReport,
  type UpdateWorld,
} from '@swic/core';
import { SWIC_VERSION } from '@swic/core/version';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';

/** A later version is there, or a file is of no release. */
const EXIT_OTHER = 1;

const NEVER = new AbortController().signal;

/** Looks only when a person asks, and installs nothing. */
export function declareUpdate({ program, t, act }: CommandHost): void {
  const update = program.command('update').description(t('update.about'));
  update.command('check').description(t('update.check.about')).action(act(check));
  update.command('verify <file>').description(t('update.verify.about')).action(act(verify));
}

async function check(context: Context): Promise<number> {
  const report = await checkForUpdate(worldOf(context), NEVER);
  if (context.options.json) context.printJson(report);
  else printReport(context, report);
  return report.isNewer ? EXIT_OTHER : 0;
}

async function verify(context: Context, file: string): Promise<number> {
  const report = await checkUpdateFile(worldOf(context), path.resolve(file), NEVER);
  if (context.options.json) context.printJson(report);
  else printFile(context, report);
  return report.version === null ? EXIT_OTHER : 0;
}

function worldOf(context: Context): UpdateWorld {
  const { config, directory } = context.load();
  if (config.update === null)
    throw new Fault('config.invalid', {
      path: 'update',
      zh: '配置中没有 update：见 docs/update.zh.md',
      en: 'the configuration has no update: see docs/update.md',
    });
  const { proxy } = config.network;
  return { config: config.update, directory, proxy, environment: process.env, version: SWIC_VERSION };
}

function printReport({ t, print, say }: Context, { installed, from, latest, ...report }: UpdateReport): void {
  const facts = { installed, from: printable(from) };
  if (latest === null) return print(t('update.empty', facts));
  const { version, date } = latest;
  print(t(report.isNewer ? 'update.newer' : 'update.current', { ...facts, version, date }));
  if (!report.isInstalledListed) say(t('update.unlisted', facts));
  if (report.isNewer) for (const line of fileLines(latest, t)) print(line);
}

function fileLines({ files }: Release, t: Context['t']): readonly string[] {
  if (files.length === 0) return [];
  const rows = files.map(({ kind, name, bytes, sha256 }) => [kind, name, bytes, sha256]);
  return formatTable([t('column.kind'), t('column.file'), t('update.bytes'), 'SHA-256'], rows);
}

function printFile({ t, print }: Context, { file, sha256, version }: UpdateFileReport): void {
  const name = printable(path.basename(file));
  print(version === null ? t('update.file-unknown', { name, sha256 }) : t('update.file-known', { name, version }));
}
