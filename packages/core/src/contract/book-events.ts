/** What happens to the book by itself. */
export type BookEvent =
  /** A day is over: `head` is the hash of its last entry, SHA-256, hex, worth keeping outside the machine. */
  | { readonly type: 'book.sealed'; readonly day: string; readonly entries: number; readonly head: string }
  /** The configured signer has signed the head of a day; `certificate` is the number of its certificate. */
  | { readonly type: 'book.signed'; readonly day: string; readonly head: string; readonly certificate: string };
