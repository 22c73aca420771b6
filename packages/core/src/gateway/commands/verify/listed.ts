import type { BusinessKey, DocumentRecord } from '../../../domain/document.js';
import type { ReceiptRecord } from '../../../domain/receipt.js';
import { isOpen } from '../../../domain/stage.js';
import { PlaceSet } from './place-set.js';
import type { VerifiedBoxes, VerifyWorld } from './world.js';

/**
 * The boxes as one listing of them shows: a file that is not in it is not asked for one by one. Of a long history nearly all files have
 * left their boxes, and asking the file system for each took nine tenths of the whole proof.
 */
export interface Listed {
  readonly world: VerifyWorld;
  /** Was it there before the listing began, if it was ever? What came later is looked at by itself. */
  knows(record: DocumentRecord | ReceiptRecord): boolean;
}

/** A clock that was set back a little while files came in must not hide them. */
const MARGIN_MS = 60_000;

export async function listBoxes(world: VerifyWorld): Promise<Listed> {
  const beganMs = world.clock.nowMs() - MARGIN_MS;
  const boxes = new Map<BusinessKey, VerifiedBoxes>();
  for (const [business, own] of world.boxes) boxes.set(business, await listed(own));
  return {
    world: { ...world, boxes },
    knows: (record) => {
      const placedMs = 'stage' in record ? endedMs(record) : record.depositedMs;
      return placedMs !== null && placedMs < beganMs;
    },
  };
}

function endedMs({ stage, times }: DocumentRecord): number | null {
  return isOpen(stage) ? null : times.filed;
}

async function listed(own: VerifiedBoxes): Promise<VerifiedBoxes> {
  const there = new PlaceSet();
  for await (const file of own.survey.files()) there.add(file);
  for await (const file of own.survey.received()) there.add(file);
  const { survey } = own;
  return { ...own, survey: { ...survey, facts: async (file) => (there.has(file) ? survey.facts(file) : null) } };
}
