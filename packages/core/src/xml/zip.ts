import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { FaultCode } from '../contract/fault-table.js';
import type { Problem } from '../ports/jobs.js';
import type { InspectLimits } from './limits.js';
import { entryName, isLockFile, isXmlName, isZip, nameKind } from './zip-names.js';
import { zipProblem } from './zip-problems.js';

/** What lies at the root of an archive, its one XML unpacked. */
export interface ZipContent {
  readonly xmlName: string;
  readonly xml: Uint8Array;
  /** Names of the other files, lock files left out. */
  readonly attachments: readonly string[];
}

/**
 * - `opened`
 * - `incomplete` the directory at the end is not there: its writer is not done, or it is no archive
 * - `rejected`
 */
export type ZipReading =
  | { readonly outcome: 'opened'; readonly content: ZipContent }
  | { readonly outcome: 'incomplete'; readonly problem: Problem }
  | { readonly outcome: 'rejected'; readonly code: FaultCode; readonly problems: readonly Problem[] };

interface Listed {
  readonly name: string;
  readonly entry: Entry;
}

/** The end-of-directory record and the longest comment that may follow it. */
const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_BYTES_MAX = 22 + 0xffff;

const STORED = 0;
const DEFLATED = 8;

/**
 * Opens an archive that holds exactly one XML at its root, and attachments beside it. Only the XML is unpacked, up to the
 * limit; sizes of the others are taken from the directory, so a bomb is refused without being unpacked.
 */
export async function readZip(bytes: Uint8Array, limits: InspectLimits): Promise<ZipReading> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.subarray(-END_BYTES_MAX).lastIndexOf(END_RECORD) < 0)
    return { outcome: 'incomplete', problem: zipProblem('zip.unfinished', '', '') };
  let listed: readonly Listed[] | Problem;
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
    if (zip.entryCount > limits.zipEntriesMax)
      return unsafe(zipProblem('zip.entries', String(zip.entryCount), `<= ${limits.zipEntriesMax}`));
    listed = await list(zip, limits);
  } catch (reason) {
    return invalid(zipProblem('zip.broken', '', '', reason));
  }
  if (!Array.isArray(listed)) return unsafe(listed as Problem);
  return unpack(zip, buffer, listed, limits);
}

/**
 * What becomes the message: the XML alone where the business sends only that, else the bytes as they are. Asking twice changes
 * nothing. For bytes that were inspected and accepted before; what is no usable archive stays as it is.
 */
export async function contentToSend(
  bytes: Uint8Array,
  zipSends: 'zip' | 'xml',
  limits: InspectLimits,
): Promise<Uint8Array> {
  if (zipSends === 'zip' || !isZip(bytes)) return bytes;
  const reading = await readZip(bytes, limits);
  return reading.outcome === 'opened' ? reading.content.xml : bytes;
}

/** All entries, or the first that is a danger. */
async function list(zip: ZipFile, limits: InspectLimits): Promise<readonly Listed[] | Problem> {
  const listed: Listed[] = [];
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry);
    if (name === null || nameKind(name) === 'unsafe')
      return zipProblem('zip.name', name ?? entry.fileNameRaw.toString('hex'), '');
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.zipBytesMax)
      return zipProblem('zip.size', `> ${limits.zipBytesMax}`, `<= ${limits.zipBytesMax}`);
    if (isBomb(entry, limits))
      return zipProblem(
        'zip.ratio',
        `${name} ${entry.uncompressedSize}/${entry.compressedSize}`,
        `<= ${limits.zipRatioMax}`,
      );
    listed.push({ name, entry });
  }
  return listed;
}

function isBomb(entry: Entry, limits: InspectLimits): boolean {
  return (
    entry.uncompressedSize > limits.zipRatioFreeBytes &&
    entry.uncompressedSize > entry.compressedSize * limits.zipRatioMax
  );
}

async function unpack(
  zip: ZipFile,
  buffer: Buffer,
  listed: readonly Listed[],
  limits: InspectLimits,
): Promise<ZipReading> {
  const files = listed.filter(({ name }) => !isLockFile(name));
  const problems = [...nestedProblems(files), ...repeatedProblems(files), ...unreadableProblems(files)];
  const documents = files.filter(({ name }) => isXmlName(name) && nameKind(name) === 'plain');
  const [document] = documents;
  if (document === undefined || documents.length > 1)
    problems.push(zipProblem('zip.xml-count', String(documents.length), '1'));
  if (document === undefined || problems.length > 0)
    return { outcome: 'rejected', code: 'document.zip-invalid', problems };
  const { entry, name } = document;
  if (entry.uncompressedSize > limits.documentBytesMax)
    return unsafe(zipProblem('zip.size', String(entry.uncompressedSize), `<= ${limits.documentBytesMax}`));
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const xml = inflate(entry, buffer.subarray(fileDataStart, fileDataStart + entry.compressedSize));
    if (xml === null) return invalid(zipProblem('zip.broken', name, ''));
    return {
      outcome: 'opened',
      content: { xmlName: name, xml, attachments: files.filter((file) => file !== document).map((file) => file.name) },
    };
  } catch (reason) {
    return invalid(zipProblem('zip.broken', name, '', reason));
  }
}

/** Null when what is inside is not what the directory says. Never more than the size that the directory says. */
function inflate(entry: Entry, packed: Buffer): Uint8Array | null {
  if (entry.compressionMethod === STORED)
    return packed.length === entry.uncompressedSize && crc32(packed) === entry.crc32 ? packed : null;
  const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  return content.length === entry.uncompressedSize && crc32(content) === entry.crc32 ? content : null;
}

function nestedProblems(files: readonly Listed[]): Problem[] {
  return files
    .filter(({ name }) => nameKind(name) === 'nested')
    .map(({ name }) => zipProblem('zip.directory', name, ''));
}

/** Two names that differ only in case are one file on the systems that will unpack them. */
function repeatedProblems(files: readonly Listed[]): Problem[] {
  const seen = new Set<string>();
  return files.flatMap(({ name }) => {
    const key = name.toLowerCase();
    if (seen.has(key)) return [zipProblem('zip.repeated', name, '')];
    seen.add(key);
    return [];
  });
}

function unreadableProblems(files: readonly Listed[]): Problem[] {
  return files.flatMap(({ name, entry }) => {
    if (entry.isEncrypted()) return [zipProblem('zip.encrypted', name, '')];
    const isKnown = entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED;
    return isKnown ? [] : [zipProblem('zip.method', `${name} ${entry.compressionMethod}`, 'store, deflate')];
  });
}

function unsafe(problem: Problem): ZipReading {
  return { outcome: 'rejected', code: 'document.zip-unsafe', problems: [problem] };
}

function invalid(problem: Problem): ZipReading {
  return { outcome: 'rejected', code: 'document.zip-invalid', problems: [problem] };
}
