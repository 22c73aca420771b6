import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { FaultCode } from '../contract/fault-table.js';
import type { Problem } from '../domain/problem.js';
import type { InspectLimits } from './limits.js';
import { isUnwrittenFrom } from './unwritten.js';
import { isIntact, isReadable, packedBytes, unpackEntry } from './zip-content.js';
import { entryName, entryNames, foldName, isLockFile, isSystemFile, isXmlName, isZip, nameKind } from './zip-names.js';
import { zipProblem, zipWarning } from './zip-problems.js';

/** What is at the root of an archive, its one XML unpacked. */
export interface ZipContent {
  readonly xmlName: string;
  /** Every name that it may have. */
  readonly xmlNames: readonly string[];
  readonly xml: Uint8Array;
  /** Names of the other files, without those that office programs and systems leave behind. */
  readonly attachments: readonly string[];
  /** Every name that each of them may have, in the same order. */
  readonly attachmentNames: readonly (readonly string[])[];
  /** What is no reason to refuse it. */
  readonly warnings: readonly Problem[];
}

/**
 * - `opened`
 * - `incomplete` its writer may not be done: the directory at the end is missing, or some of the bytes are not what the directory
 *                says of them. A part that is not written yet cannot be told from damage, so time decides; `code` is for then
 * - `rejected`   no further bytes can mend it
 */
export type ZipReading =
  | { readonly outcome: 'opened'; readonly content: ZipContent }
  | { readonly outcome: 'incomplete'; readonly code: FaultCode; readonly problems: readonly Problem[] }
  | { readonly outcome: 'rejected'; readonly code: FaultCode; readonly problems: readonly Problem[] };

interface Listed {
  readonly name: string;
  readonly entry: Entry;
}

/** The end-of-directory record and the longest comment that may follow it. */
const END_RECORD = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_RECORD_BYTES = 22;
const END_BYTES_MAX = END_RECORD_BYTES + 0xffff;

const DIRECTORY_BYTES_AT = 12;
const DIRECTORY_OFFSET_AT = 16;
const COMMENT_LENGTH_AT = 20;

/**
 * Opens an archive that holds exactly one XML at its root, and attachments beside it. Only the XML is kept; of the others every
 * byte is compared with its checksum. Sizes are taken from the directory first, so a bomb is refused without being unpacked.
 */
export async function readZip(bytes: Uint8Array, limits: InspectLimits): Promise<ZipReading> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!hasWholeEnd(archive)) return unfinished('document.incomplete', zipProblem('zip.unfinished', '', ''));
  let zip: ZipFile;
  let listed: readonly Listed[] | ZipReading;
  try {
    zip = await fromBufferPromise(archive, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
    if (zip.entryCount > limits.zipEntriesMax)
      return unsafe(zipProblem('zip.entries', String(zip.entryCount), `<= ${limits.zipEntriesMax}`));
    listed = await list(zip, limits);
  } catch (reason) {
    return broken('', reason);
  }
  if ('outcome' in listed) return listed;
  return (await findBroken(zip, archive, listed)) ?? (await unpack(zip, archive, listed, limits));
}

/** Is the end of the directory there, with all of its comment, nothing unwritten behind it, and a directory before it? */
function hasWholeEnd(archive: Buffer): boolean {
  const tail = archive.subarray(-END_BYTES_MAX);
  const at = tail.lastIndexOf(END_RECORD);
  if (at < 0 || at + END_RECORD_BYTES > tail.length) return false;
  const record = tail.subarray(at);
  const end = END_RECORD_BYTES + record.readUInt16LE(COMMENT_LENGTH_AT);
  const isWhole = end === record.length || (end < record.length && !isUnwrittenFrom(record, end));
  return isWhole && (isFilled(record) || archive.length === record.length);
}

/** Only an archive that is nothing but this record has a directory of no bytes at the place 0. */
function isFilled(record: Buffer): boolean {
  return record.readUInt32LE(DIRECTORY_BYTES_AT) > 0 && record.readUInt32LE(DIRECTORY_OFFSET_AT) > 0;
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

/** All entries, or what is said of the archive because of the first that is a danger. */
async function list(zip: ZipFile, limits: InspectLimits): Promise<readonly Listed[] | ZipReading> {
  const listed: Listed[] = [];
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry);
    if (name === null || isUnsafe(entry)) return unsafeName(name, entry);
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.zipBytesMax)
      return unsafe(zipProblem('zip.size', `> ${limits.zipBytesMax}`, `<= ${limits.zipBytesMax}`));
    // No packer makes something of nothing: that part of the directory is not written.
    if (entry.compressedSize === 0 && entry.uncompressedSize > 0) return broken(name, null);
    if (isBomb(entry, limits)) {
      const found = `${name} ${entry.uncompressedSize}/${entry.compressedSize}`;
      return unsafe(zipProblem('zip.ratio', found, `<= ${limits.zipRatioMax}`));
    }
    listed.push({ name, entry });
  }
  return listed;
}

/** No name, or one with NULs, may be one that is not written yet; it is never let through, only refused later. */
function unsafeName(name: string | null, { fileNameRaw }: Entry): ZipReading {
  const problem = zipProblem('zip.name', name ?? fileNameRaw.toString('hex'), '');
  const isUnwritten = fileNameRaw.length === 0 || fileNameRaw.includes(0);
  return isUnwritten ? unfinished('document.zip-unsafe', problem) : unsafe(problem);
}

/** By any of its names: it is not known by which one it will be unpacked. */
function isUnsafe(entry: Entry): boolean {
  return entryNames(entry).some((name) => nameKind(name) === 'unsafe');
}

function isBomb(entry: Entry, limits: InspectLimits): boolean {
  return (
    entry.uncompressedSize > limits.zipRatioFreeBytes &&
    entry.uncompressedSize > entry.compressedSize * limits.zipRatioMax
  );
}

/** Null when every entry that can be unpacked is what the directory says. */
async function findBroken(zip: ZipFile, archive: Buffer, listed: readonly Listed[]): Promise<ZipReading | null> {
  for (const { name, entry } of listed.filter((each) => isReadable(each.entry))) {
    try {
      if (!(await isIntact(entry, await packedBytes(zip, archive, entry)))) return broken(name, null);
    } catch (reason) {
      return broken(name, reason);
    }
  }
  return null;
}

async function unpack(
  zip: ZipFile,
  archive: Buffer,
  listed: readonly Listed[],
  limits: InspectLimits,
): Promise<ZipReading> {
  const files = listed.filter(({ name }) => !isLockFile(name) && !isSystemFile(name));
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
  const xml = unpackEntry(entry, await packedBytes(zip, archive, entry));
  if (xml === null) return broken(name, null);
  return { outcome: 'opened', content: contentOf({ xmlName: name, xmlNames: entryNames(entry), xml }, listed, files) };
}

function contentOf(
  document: Pick<ZipContent, 'xmlName' | 'xmlNames' | 'xml'>,
  listed: readonly Listed[],
  files: readonly Listed[],
): ZipContent {
  const attachments = files.filter(({ name }) => name !== document.xmlName);
  return {
    ...document,
    attachments: attachments.map(({ name }) => name),
    attachmentNames: attachments.map(({ entry }) => entryNames(entry)),
    warnings: [...systemWarnings(listed), ...alikeWarnings(files)],
  };
}

function systemWarnings(listed: readonly Listed[]): readonly Problem[] {
  return listed.filter(({ name }) => isSystemFile(name)).map(({ name }) => zipWarning('zip.system-file', name));
}

/** Names that differ in nothing but casing or accents are one file on some of the systems that will unpack them. */
function alikeWarnings(files: readonly Listed[]): readonly Problem[] {
  const seen = new Set<string>();
  return files.flatMap(({ name }) => {
    const key = foldName(name);
    if (seen.has(key)) return [zipWarning('zip.alike', name)];
    seen.add(key);
    return [];
  });
}

function nestedProblems(files: readonly Listed[]): Problem[] {
  return files
    .filter(({ entry }) => entryNames(entry).some((name) => nameKind(name) === 'nested'))
    .map(({ name }) => zipProblem('zip.directory', name, ''));
}

function repeatedProblems(files: readonly Listed[]): Problem[] {
  const seen = new Set<string>();
  return files.flatMap(({ name }) => {
    if (seen.has(name)) return [zipProblem('zip.repeated', name, '')];
    seen.add(name);
    return [];
  });
}

function unreadableProblems(files: readonly Listed[]): Problem[] {
  return files.flatMap(({ name, entry }) => {
    if (entry.isEncrypted()) return [zipProblem('zip.encrypted', name, '')];
    return isReadable(entry) ? [] : [zipProblem('zip.method', `${name} ${entry.compressionMethod}`, 'store, deflate')];
  });
}

function unsafe(problem: Problem): ZipReading {
  return { outcome: 'rejected', code: 'document.zip-unsafe', problems: [problem] };
}

function unfinished(code: FaultCode, problem: Problem): ZipReading {
  return { outcome: 'incomplete', code, problems: [problem] };
}

/** `name` of the entry; '' where it is the archive as a whole. `reason` is what the library says, null where it is ours. */
function broken(name: string, reason: unknown): ZipReading {
  return unfinished('document.zip-invalid', zipProblem('zip.broken', name, '', reason));
}
