import { createHash, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type UpdateConfig, updateKeyOf } from '../config/update-schema.js';
import { Fault } from '../contract/fault.js';
import type { Release, UpdateFileReport, UpdateReport } from '../contract/updates.js';
import { isLaterVersion } from '../contract/version.js';
import { latestOf, parseReleaseList } from '../domain/updates/release-list.js';
import { type ListPlace, readSignedList } from './read-list.js';

export interface UpdateWorld extends Omit<ListPlace, 'from'> {
  readonly config: UpdateConfig;
  /** That is installed. */
  readonly version: string;
}

/** What the firm's list says of the installed version. Installs nothing. Rejects with `update.*`. */
export async function checkForUpdate(world: UpdateWorld, signal: AbortSignal): Promise<UpdateReport> {
  const releases = await trustedReleases(world, signal);
  const latest = latestOf(releases);
  return {
    installed: world.version,
    from: world.config.from,
    latest,
    isNewer: latest !== null && isLaterVersion(latest.version, world.version),
    isInstalledListed: releases.some(({ version }) => version === world.version),
  };
}

/** Of which release of the list a file is, by its bytes. Rejects with `update.*` and, where it cannot be read, `disk.failed`. */
export async function checkUpdateFile(
  world: UpdateWorld,
  file: string,
  signal: AbortSignal,
): Promise<UpdateFileReport> {
  const releases = await trustedReleases(world, signal);
  const sha256 = await hashOf(file, signal);
  const release = releases.find(({ files }) => files.some((one) => one.sha256 === sha256));
  return { file, sha256, version: release?.version ?? null };
}

/** Only what a key of the configuration has signed is read at all. */
async function trustedReleases(
  { config, directory, proxy, environment }: UpdateWorld,
  signal: AbortSignal,
): Promise<readonly Release[]> {
  const { list, signature } = await readSignedList({ from: config.from, directory, proxy, environment }, signal);
  const keys = config.keys.map(updateKeyOf).filter((key) => key !== null);
  if (!keys.some((key) => verify(null, list, key, signature)))
    throw new Fault('update.untrusted', { address: config.from });
  const releases = parseReleaseList(list.toString('utf8'));
  if (releases === null) throw new Fault('update.unreadable', { address: config.from });
  return releases;
}

async function hashOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file, { signal })) hash.update(chunk as Buffer);
  } catch (reason) {
    if (signal.aborted) throw new Fault('operation.aborted');
    throw Fault.from(reason, 'disk.failed', { path: file });
  }
  return hash.digest('hex');
}
