/** The part of yauzl 3 that is used here; the package carries no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface ExtraField {
    readonly id: number;
    readonly data: Buffer;
  }

  export interface Entry {
    /** Only with `decodeStrings`. */
    readonly fileName: string;
    readonly fileNameRaw: Buffer;
    readonly extraFieldRaw: Buffer;
    readonly versionMadeBy: number;
    readonly lastModFileTime: number;
    readonly lastModFileDate: number;
    readonly internalFileAttributes: number;
    readonly externalFileAttributes: number;
    readonly extraFields: readonly ExtraField[];
    readonly generalPurposeBitFlag: number;
    readonly compressionMethod: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly crc32: number;
    isEncrypted(): boolean;
  }

  export interface ZipFile {
    readonly entryCount: number;
    close(): void;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    eachEntry(): AsyncIterable<Entry>;
    readLocalFileHeaderPromise(
      entry: Entry,
      options: { readonly minimal: true },
    ): Promise<{ readonly fileDataStart: number }>;
    readLocalFileHeaderPromise(
      entry: Entry,
      options: { readonly minimal: false },
    ): Promise<{ readonly fileDataStart: number; readonly compressionMethod: number; readonly fileName: Buffer }>;
  }

  export interface Options {
    readonly lazyEntries: boolean;
    readonly decodeStrings: boolean;
    readonly validateEntrySizes: boolean;
  }

  export function openPromise(
    file: string,
    options: Partial<Options> & { readonly autoClose: boolean },
  ): Promise<ZipFile>;
  export function fromBufferPromise(buffer: Buffer, options: Options): Promise<ZipFile>;
}
