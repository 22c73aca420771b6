/** What one file may cost. Beyond any of these it is rejected with `document.limit-exceeded` or `document.zip-unsafe`. */
export interface InspectLimits {
  readonly documentBytesMax: number;
  /** Content that is larger becomes a message larger than any that the broker takes. */
  readonly sendableBytesMax: number;
  /** A document beyond this that needs libxml2 is judged apart from its reading: both at once need six times its size. */
  readonly judgedApartFrom: number;
  /** Elements inside each other. Real documents have at most some 15 levels. */
  readonly depthMax: number;
  /** A declaration has some hundreds, the largest inventory list some 100,000; each costs memory while it is checked. */
  readonly elementsMax: number;
  readonly zipEntriesMax: number;
  /** All entries unpacked. */
  readonly zipBytesMax: number;
  /** Unpacked to packed size of one entry; XML compresses by 30 at the most, a bomb by 1,000. */
  readonly zipRatioMax: number;
  /** Small entries may compress as well as they like: they cannot hurt. */
  readonly zipRatioFreeBytes: number;
}

export const DEFAULT_LIMITS: InspectLimits = {
  documentBytesMax: 64 * 1024 * 1024,
  sendableBytesMax: Number.MAX_SAFE_INTEGER,
  judgedApartFrom: 32 * 1024 * 1024,
  depthMax: 128,
  elementsMax: 500_000,
  zipEntriesMax: 1_000,
  zipBytesMax: 256 * 1024 * 1024,
  zipRatioMax: 200,
  zipRatioFreeBytes: 1024 * 1024,
};
