/** How far a command is that may take minutes: `verify`, `backup`, `resend` of many. */
export interface CommandProgress {
  /** Documents, or what the command is given, that it is done with. */
  readonly done: number;
  /** How many there are, as far as it is known beforehand. */
  readonly total: number;
}

/** Takes a word about how far a command is; it may come often, and costs what its taker makes of it. */
export type TellProgress = (progress: CommandProgress) => void;
