/** Takes a failure that had no owner; e.g. stops the agent in an orderly way. */
export type TakeFailure = (reason: unknown) => void;

let owner: TakeFailure | null = null;

/** What is running answers for failures without an owner from now on; returns how to end that. */
export function ownFailures(take: TakeFailure): () => void {
  owner = take;
  return () => {
    if (owner === take) owner = null;
  };
}

/** Exceptions and rejections that were not caught go to the owner, or to `otherwise` while there is none. */
export function catchFailures(otherwise: TakeFailure): void {
  process.on('uncaughtException', (reason) => (owner ?? otherwise)(reason));
  process.on('unhandledRejection', (reason) => (owner ?? otherwise)(reason));
}
