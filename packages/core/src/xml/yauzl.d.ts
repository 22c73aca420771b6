/** The part of yauzl 3 that is used here; the package carries no types. */
declare module 'yauzl' {
  export interface ExtraField {
    readonly id: number;
    readonly data: Buffer;
  }

  export interface Entry {
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

  export function fromBufferPromise(buffer: Buffer, options: Options): Promise<ZipFile>;
}
