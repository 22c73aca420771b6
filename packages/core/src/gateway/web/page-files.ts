import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file of the page as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  /** Its name has a hash of its content, so that a browser need not ask again. */
  readonly isForEver: boolean;
  /** In the best form that the browser takes. */
  encoded(accepted: string): Promise<{ readonly encoding: 'br' | 'gzip' | null; readonly bytes: Buffer }>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** A page of some megabytes is another directory. */
const FILES_MAX = 100;
const ASSETS = 'assets';

/**
 * The files of the page by the path that is asked for. They are read once and looked up in a table, so that no path from outside ever
 * reaches the disk. Empty where the page was not built.
 */
export function readPageFiles(directory: string | null): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const name of namesIn(directory).slice(0, FILES_MAX)) {
    const type = TYPES[path.extname(name)];
    if (type !== undefined && directory !== null)
      files.set(`/${name}`, pageFile(readFileSync(path.join(directory, name)), type, name.startsWith(`${ASSETS}/`)));
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

function namesIn(directory: string | null): readonly string[] {
  if (directory === null) return [];
  try {
    const top = readdirSync(directory, { withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));
    return [...top, ...readdirSync(path.join(directory, ASSETS)).map((name) => `${ASSETS}/${name}`)];
  } catch {
    // It was not built, or is not part of this program.
    return [];
  }
}

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Compressed when it is first asked for, once: the page is a few files, and a package has them once. */
function pageFile(raw: Buffer, type: string, isForEver: boolean): PageFile {
  const made = new Map<string, Promise<Buffer>>();
  const make = (encoding: 'br' | 'gzip'): Promise<Buffer> => {
    const known = made.get(encoding);
    if (known !== undefined) return known;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
    const making = encoding === 'br' ? toBrotli(raw, { params }) : toGzip(raw, { level: 9 });
    made.set(encoding, making);
    return making;
  };
  return {
    type,
    isForEver,
    etag: `"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
    async encoded(accepted) {
      const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
      return { encoding, bytes: encoding === null ? raw : await make(encoding) };
    },
  };
}
