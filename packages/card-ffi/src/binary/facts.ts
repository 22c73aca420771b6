/** For which kind of system and processor a file is. */
export interface BinaryKind {
  readonly format: 'pe' | 'elf';
  /** Node's word for the processor: x64, ia32, arm64, arm; `other` when it is none of these. */
  readonly architecture: string;
  readonly bits: 32 | 64;
}

/** What a library or executable says of itself. Read from its own headers: nothing is loaded or run. */
export interface BinaryFacts extends BinaryKind {
  /** Names of the libraries it needs, as written. */
  readonly needs: readonly string[];
  /** Names it exports. */
  readonly exports: readonly string[];
}

export function textAt(file: Buffer, offset: number): string {
  const end = file.indexOf(0, offset);
  if (offset >= file.length || end < 0) throw new RangeError('a name runs out of the file');
  return file.toString('latin1', offset, end);
}
