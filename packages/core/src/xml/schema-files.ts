import { closeSync, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { closeBuffer, openBuffer, readBuffer, xmlRegisterInputProvider } from 'libxml2-wasm';
import { Fault } from '../contract/fault.js';

/** A file that went into a compiled schema, as it was then. */
export interface SchemaFile {
  readonly path: string;
  readonly modifiedMs: number;
  readonly sizeBytes: number;
}

/** What a schema calls its own directory: no path of this machine is ever resolved by libxml2. */
const BASE = 'xsd:/';

/** Only while a schema is compiled does libxml2 get to see files, and only those beside it. */
interface Room {
  readonly directory: string;
  readonly files: SchemaFile[];
}

let room: Room | null = null;
let isRegistered = false;

/** Runs `work` with the directory of this schema open to `xs:include` and `xs:import`; what was read is gathered in `files`. */
export function withSchemaDirectory<T>(schemaPath: string, work: (files: SchemaFile[]) => T): T {
  registerOnce();
  const files: SchemaFile[] = [];
  room = { directory: directoryOf(schemaPath), files };
  try {
    return work(files);
  } finally {
    room = null;
  }
}

/** Reads the schema itself. Throws `config.invalid` when it cannot be read. */
export function readSchema(
  schemaPath: string,
  files: SchemaFile[],
): { readonly content: Uint8Array; readonly url: string } {
  return { content: readRecorded(schemaPath, files), url: BASE + encodeURIComponent(path.basename(schemaPath)) };
}

function directoryOf(schemaPath: string): string {
  try {
    return realpathSync(path.dirname(schemaPath));
  } catch (reason) {
    throw new Fault('config.invalid', { path: schemaPath, line: 0, what: 'schema' }, reason);
  }
}

function registerOnce(): void {
  if (isRegistered) return;
  isRegistered = true;
  xmlRegisterInputProvider({
    match: (name) => locate(name) !== null,
    open: (name) => {
      const file = locate(name);
      return room === null || file === null ? undefined : openBuffer(readRecorded(file, room.files));
    },
    read: readBuffer,
    close: (descriptor) => {
      closeBuffer(descriptor);
      return true;
    },
  });
}

/**
 * The file beside the schema that a location means: relative locations as they are, absolute ones and URLs by their last
 * part, so that a copy of a public schema next to one's own is found. Null = not in the schema's directory.
 */
function locate(name: string): string | null {
  if (room === null) return null;
  const relative = name.startsWith(BASE) ? name.slice(BASE.length) : path.posix.basename(name);
  for (const candidate of [relative, decode(relative)]) {
    const file = path.resolve(room.directory, candidate);
    if (isInside(room.directory, file)) return file;
  }
  return null;
}

function isInside(directory: string, file: string): boolean {
  try {
    return realpathSync(file).startsWith(directory + path.sep);
  } catch {
    // It does not exist: libxml2 reports what it could not load.
    return false;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is a name, not an escape.
    return text;
  }
}

function readRecorded(file: string, files: SchemaFile[]): Uint8Array {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { mtimeMs, size } = fstatSync(descriptor);
      files.push({ path: file, modifiedMs: mtimeMs, sizeBytes: size });
      return escapeLocations(readFileSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
  } catch (reason) {
    throw new Fault('config.invalid', { path: file, line: 0, what: 'schema' }, reason);
  }
}

const LOCATION = /((?<!:)schemaLocation\s*=\s*)(["'])([^"']*)\2/g;

/**
 * libxml2 takes a schemaLocation for a URI and fails on Chinese names, blanks and backslashes, which people do write. They are
 * escaped on the way in. Read as Latin-1, so every byte stays what it is, whatever the encoding.
 */
function escapeLocations(content: Buffer): Uint8Array {
  const text = content.toString('latin1');
  const escaped = text.replace(
    LOCATION,
    (_, start: string, quote: string, location: string) => start + quote + escapeLocation(location) + quote,
  );
  return escaped === text ? content : Buffer.from(escaped, 'latin1');
}

function escapeLocation(location: string): string {
  return location
    .replaceAll('\\', '/')
    .replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}
