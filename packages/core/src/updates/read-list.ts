import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { proxyFor } from '../config/proxy.js';
import { Fault } from '../contract/fault.js';
import { withDeadline } from '../runtime/deadline.js';
import { requestOnce } from '../runtime/http/request-once.js';

/** The list, and beside it the signature over its bytes, in base64. */
export const LIST_NAME = 'releases.json';
export const SIGNATURE_NAME = 'releases.json.sig';

export interface ListPlace {
  /** Address or directory, as configured. */
  readonly from: string;
  /** What a path is relative to. */
  readonly directory: string;
  /** `network.proxy` of the configuration. */
  readonly proxy: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A list of ten years is a tenth of it. */
const BYTES_MAX = 1_048_576;
const TIMEOUT_MS = 20_000;
const OK = 200;

/** List and signature as they are there, not checked yet. Rejects with `update.unreachable` and `operation.aborted`. */
export async function readSignedList(
  place: ListPlace,
  signal: AbortSignal,
): Promise<{ readonly list: Buffer; readonly signature: Buffer }> {
  const read = isAddress(place.from) ? download : readLocal;
  const [list, signature] = await Promise.all([LIST_NAME, SIGNATURE_NAME].map((name) => read(place, name, signal)));
  return { list: list ?? Buffer.alloc(0), signature: Buffer.from(String(signature), 'base64') };
}

const isAddress = (from: string): boolean => /^https?:\/\//i.test(from);

async function readLocal({ from, directory }: ListPlace, name: string): Promise<Buffer> {
  const file = path.resolve(directory, from, name);
  try {
    if ((await stat(file)).size > BYTES_MAX) throw new Fault('update.unreachable', { path: file, bytesMax: BYTES_MAX });
    return await readFile(file);
  } catch (reason) {
    throw Fault.from(reason, 'update.unreachable', { path: file });
  }
}

async function download(
  { from, proxy: configured, environment }: ListPlace,
  name: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const url = new URL(from);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`;
  const proxy = proxyFor(url.hostname.replace(/^\[|\]$/g, ''), configured, environment);
  const life = new AbortController();
  try {
    const asked = {
      url,
      method: 'GET',
      body: '',
      headers: {},
      proxy,
      code: 'update.unreachable',
      bytesMax: BYTES_MAX,
    } as const;
    const work = requestOnce(asked, AbortSignal.any([signal, life.signal]));
    const { status, bytes, isWhole } = await withDeadline(work, TIMEOUT_MS, 'update.unreachable');
    // A redirect is not followed: the address is what a person has named.
    if (status !== OK) throw new Fault('update.unreachable', { host: url.host, status });
    if (!isWhole) throw new Fault('update.unreachable', { host: url.host, bytesMax: BYTES_MAX });
    return bytes;
  } catch (reason) {
    if (signal.aborted) throw new Fault('operation.aborted');
    throw Fault.from(reason, 'update.unreachable', { host: url.host });
  } finally {
    life.abort();
  }
}
