/**
 * Where a document is.
 *
 *     claimed ──▶ sealed ─────────▶ filed        (`sent` is written only when the move to SentBox has to wait)
 *                   └──▶ sent ──────▲            (or `unknown`, when the file is not what was sent: a person has to look)
 *        │          │
 *        │          ├──▶ unknown ──▶ sealed (sent again, same id) | sent (a receipt settled it) | rejected | withdrawn
 *        ▼          ▼
 *     rejected   rejected            withdrawn: put back into OutBox by an operator
 *     any that waits for a file that is nowhere ──▶ lost, by an operator's word
 *
 * - `claimed`  renamed into TempBox under its DocumentId
 * - `sealed`   the intent to send is durable in the ledger; from here on a crash leaves the outcome unknown
 * - `sent`     the broker confirmed it; only the move to SentBox is missing
 * - `filed`    is in SentBox
 * - `rejected` is in FailBox, its explanation in InBox
 * - `unknown`  handed to the broker, no answer: waits for its business's policy; or confirmed, and its file is not what was
 *              sent (fault `document.altered`): waits for an operator, whatever the policy
 * - `lost`     its file is nowhere, and an operator closed it
 */
export const STAGES = ['claimed', 'sealed', 'sent', 'filed', 'rejected', 'unknown', 'withdrawn', 'lost'] as const;
export type Stage = (typeof STAGES)[number];

const NEXT = {
  claimed: ['sealed', 'rejected', 'withdrawn', 'lost'],
  sealed: ['sent', 'filed', 'rejected', 'unknown', 'withdrawn', 'lost'],
  sent: ['filed', 'unknown', 'lost'],
  filed: [],
  // Decided before the move to FailBox: the file may be gone in between.
  rejected: ['lost'],
  unknown: ['sealed', 'sent', 'filed', 'rejected', 'withdrawn', 'lost'],
  withdrawn: [],
  lost: [],
} as const satisfies Record<Stage, readonly Stage[]>;

const ENDS: ReadonlySet<Stage> = new Set(['filed', 'rejected', 'withdrawn', 'lost']);

/** Staying is always allowed: a record may learn something (a key, its path) without moving. */
export function canFollow(from: Stage, to: Stage): boolean {
  return from === to || (NEXT[from] as readonly Stage[]).includes(to);
}

/** Does the ledger still expect something to happen to a document in this stage? */
export function isOpen(stage: Stage): boolean {
  return !ENDS.has(stage);
}
