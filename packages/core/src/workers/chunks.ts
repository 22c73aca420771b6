export interface ChunkRules {
  readonly countMax: number;
  /** A piece larger than this goes alone: a big one must not make small ones wait, nor two big ones meet in one thread. */
  readonly bytesMax: number;
  /** Threads that could share the work. */
  readonly threads: number;
  /** Chunks are not made smaller than this only to give every thread one: handing over costs as much as some documents. */
  readonly countMin: number;
}

/** Cuts pieces into chunks, given their sizes and which of them must go alone; each chunk is a list of positions. */
export function cutChunks(
  sizes: readonly number[],
  isAlone: (position: number) => boolean,
  rules: ChunkRules,
): readonly (readonly number[])[] {
  const countMax = Math.min(rules.countMax, Math.max(rules.countMin, Math.ceil(sizes.length / rules.threads)));
  const chunks: number[][] = [];
  let open: number[] = [];
  let bytes = 0;
  sizes.forEach((size, position) => {
    if (size >= rules.bytesMax || isAlone(position)) {
      chunks.push([position]);
      return;
    }
    if (open.length >= countMax || (open.length > 0 && bytes + size > rules.bytesMax)) {
      chunks.push(open);
      open = [];
      bytes = 0;
    }
    open.push(position);
    bytes += size;
  });
  return open.length > 0 ? [...chunks, open] : chunks;
}
