/** What a user of the page asked for that changes something: kept in the ledger, whatever came of it. */
export interface ActRecord {
  /** Of the number line of documents and receipts, so that it sorts by time. */
  readonly id: string;
  readonly atMs: number;
  readonly user: string;
  /** A command of the agent, or `drop`: a file put into an OutBox. */
  readonly command: string;
  /** Of what, in a line; never a secret. */
  readonly about: string;
  /** Id of the document that it is about; null = of none alone. */
  readonly document: string | null;
}
