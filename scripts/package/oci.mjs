// @ts-check
// An OCI image of one layer as an archive (`oci-archive:` of skopeo and podman, `docker load`). The format is four JSON files around the
// layer; a tool would have to be told each time in them too (decision 0061).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTool } from './tools.mjs';

const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};
/** Of two runs the same: nothing of this machine, in the order of the names. */
const TAR = ['--sort=name', '--numeric-owner', '--format=posix', '--pax-option=delete=atime,delete=ctime'];

/** @typedef {{ readonly path: string, readonly owner: number }} Owned a directory below the root, and whose it is */

/**
 * @param {object} order
 * @param {string} order.root what the layer holds
 * @param {readonly Owned[]} order.owned what is not of root
 * @param {number} order.epochS
 * @param {string} order.scratch
 * @returns {Promise<Buffer>} a tar
 */
export async function tarOfRoot({ root, owned, epochS, scratch }) {
  const file = join(scratch, 'layer.tar');
  const words = [...TAR, `--mtime=@${epochS}`, '--directory', root];
  const without = owned.map(({ path }) => `--exclude=./${path}`);
  await runTool('tar', ['--create', '--file', file, ...words, '--owner=0', '--group=0', ...without, '.']);
  for (const { path, owner } of owned)
    await runTool('tar', ['--append', '--file', file, ...words, `--owner=${owner}`, `--group=${owner}`, `./${path}`]);
  return readFileSync(file);
}

/**
 * @param {object} order
 * @param {Buffer} order.layer a tar
 * @param {Partial<import('./containerfile.mjs').ImageSettings>} order.settings
 * @param {Readonly<Record<string, string>>} order.labels
 * @param {string} order.tag by which it is found once it is loaded
 * @param {number} order.epochS
 * @param {string} order.scratch
 * @param {string} order.file that is written
 */
export async function writeOciArchive({ layer, settings, labels, tag, epochS, scratch, file }) {
  const place = join(scratch, 'oci');
  mkdirSync(join(place, 'blobs/sha256'), { recursive: true });
  const created = new Date(epochS * 1_000).toISOString();
  const put = (/** @type {string} */ mediaType, /** @type {Buffer} */ bytes) => {
    const digest = digestOf(bytes);
    writeFileSync(join(place, 'blobs', digest.replace(':', '/')), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const config = put(
    TYPES.config,
    json({
      created,
      architecture: 'amd64',
      os: 'linux',
      config: { ...settings, Labels: labels },
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
      history: [{ created, created_by: 'ADD rootfs.tar.gz /' }],
    }),
  );
  const layers = [put(TYPES.layer, gzipSync(layer, { level: 9 }))];
  const manifest = put(TYPES.manifest, json({ schemaVersion: 2, mediaType: TYPES.manifest, config, layers }));
  const annotations = { 'org.opencontainers.image.ref.name': tag };
  const index = { schemaVersion: 2, mediaType: TYPES.index, manifests: [{ ...manifest, annotations }] };
  writeFileSync(join(place, 'index.json'), json(index));
  writeFileSync(join(place, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  const tar = await tarOfRoot({ root: place, owned: [], epochS, scratch });
  rmSync(place, { recursive: true });
  writeFileSync(file, tar);
}

/** @param {Buffer} bytes */
function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @param {unknown} value */
function json(value) {
  return Buffer.from(JSON.stringify(value));
}
