import {
  type BrowseOrder,
  isStage,
  parsePosition,
  positionOf,
  STAGES_BY_CONCERN,
} from '../../contract/browse-order.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { isOpen, type Stage } from '../../domain/stage.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { toDocumentId } from '../queries.js';

/** Some of the ledger in the order asked for, and where to go on behind it. */
export interface Walked {
  readonly documents: readonly DocumentRecord[];
  readonly looked: number;
  readonly next: string;
}

export interface Walk {
  readonly order: BrowseOrder;
  /** As `positionOf` makes them; null = from the start. */
  readonly beyond: string | null;
  readonly mentions: readonly string[];
}

/** Through the ledger slice by slice, whatever its length: nothing is sorted, so nothing has to be held. */
export async function* walk(ledger: LedgerReader, { order, beyond, mentions }: Walk): AsyncGenerator<Walked> {
  const from = beyond === null ? null : parsePosition(beyond);
  const id = from === null ? null : toDocumentId(from.id);
  if (order === 'newest' || order === 'oldest') {
    for await (const slice of ledger.scanDocuments({ order, beyond: id, mentions, isOpenOnly: false }))
      yield { ...slice, next: slice.lastId };
  } else if (order === 'name' || order === 'name-last') {
    const behind = from === null || id === null ? null : { name: from.within, id };
    const direction = order === 'name' ? 'ascending' : 'descending';
    for await (const { last, ...slice } of ledger.scanNames({ order: direction, beyond: behind, mentions }))
      yield { ...slice, next: positionOf('name', { ...last, stage: 'filed' }) };
  } else {
    const stages = order === 'state' ? STAGES_BY_CONCERN : [...STAGES_BY_CONCERN].reverse();
    const stage = from !== null && isStage(from.within) ? from.within : null;
    const left = stage === null ? stages : stages.slice(stages.indexOf(stage));
    for (const each of left) yield* walkStage(ledger, each, { order, beyond: each === stage ? id : null, mentions });
  }
}

interface StageWalk {
  readonly order: 'state' | 'state-last';
  readonly beyond: DocumentId | null;
  readonly mentions: readonly string[];
}

/**
 * One stage after the other. Those of open documents have marks of their own; of the others the walk ends as soon as all are seen
 * that the ledger counts, so that a few recent failures do not cost a way through everything.
 */
async function* walkStage(ledger: LedgerReader, stage: Stage, walked: StageWalk): AsyncGenerator<Walked> {
  const { order, beyond, mentions } = walked;
  const counted = (await ledger.counts()).reduce((sum, each) => sum + (each.stage === stage ? each.documents : 0), 0);
  if (counted === 0) return;
  let seen = 0;
  const scan = {
    order: order === 'state' ? 'newest' : 'oldest',
    beyond,
    mentions: [...mentions, stage],
    isOpenOnly: isOpen(stage),
  } as const;
  for await (const { documents, looked, lastId } of ledger.scanDocuments(scan)) {
    const fitting = documents.filter((document) => document.stage === stage);
    seen += fitting.length;
    yield { documents: fitting, looked, next: `${stage}/${lastId}` };
    if (seen >= counted) return;
  }
}
