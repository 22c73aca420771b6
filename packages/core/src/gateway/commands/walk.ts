import {
  type BrowseGroup,
  type BrowseOrder,
  browseGroupOf,
  GROUPS_BY_CONCERN,
  isBrowseGroup,
  parsePosition,
} from '../../contract/browse-order.js';
import type { DocumentId, DocumentRecord } from '../../domain/document.js';
import { isOpen } from '../../domain/stage.js';
import type { LedgerReader, Mention } from '../../ports/ledger.js';
import { toDocumentId } from '../documents/queries.js';

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
  readonly mentions: readonly Mention[];
  /** Are these among the days asked for? */
  readonly hasId: (id: string) => boolean;
  /** Only what waits for a person, which has an index of its own. */
  readonly isConcerning: boolean;
}

/** Through the ledger slice by slice, whatever its length: nothing is sorted, so nothing has to be held. */
export async function* walk(ledger: LedgerReader, walked: Walk): AsyncGenerator<Walked> {
  const { order, beyond, mentions, hasId, isConcerning } = walked;
  const from = beyond === null ? null : parsePosition(beyond);
  const id = from === null ? null : toDocumentId(from.id);
  if (order === 'newest' || order === 'oldest') {
    const only = isConcerning ? 'concerning' : null;
    for await (const slice of ledger.scanDocuments({ order, beyond: id, mentions, only }))
      yield { ...slice, next: slice.lastId };
  } else if (order === 'name' || order === 'name-last') {
    const behind = from === null || id === null ? null : { name: from.within, id };
    const direction = order === 'name' ? 'ascending' : 'descending';
    for await (const { last, ...slice } of ledger.scanNames({ order: direction, beyond: behind, mentions, hasId }))
      yield { ...slice, next: `${last.name}/${last.id}` };
  } else {
    const all = order === 'state' ? GROUPS_BY_CONCERN : [...GROUPS_BY_CONCERN].reverse();
    const groups = isConcerning ? all.filter((group) => group === 'unknown' || group === 'concern') : all;
    const group = from !== null && isBrowseGroup(from.within) ? from.within : null;
    const left = group === null ? groups : groups.slice(Math.max(0, groups.indexOf(group)));
    for (const each of left) yield* walkGroup(ledger, each, { order, beyond: each === group ? id : null, mentions });
  }
}

interface GroupWalk {
  readonly order: 'state' | 'state-last';
  readonly beyond: DocumentId | null;
  readonly mentions: readonly Mention[];
}

/**
 * One group after the other. What waits for a person and what is on its way have marks of their own; of the others the walk ends as
 * soon as all are seen that the ledger counts, so that a few recent failures do not cost a way through everything.
 */
async function* walkGroup(ledger: LedgerReader, group: BrowseGroup, walked: GroupWalk): AsyncGenerator<Walked> {
  const { order, beyond, mentions } = walked;
  const scanned = { order: order === 'state' ? 'newest' : 'oldest', beyond } as const;
  if (group === 'concern') {
    for await (const { documents, looked, lastId } of ledger.scanDocuments({
      ...scanned,
      mentions,
      only: 'concerning',
    }))
      yield {
        documents: documents.filter((document) => browseGroupOf(document) === group),
        looked,
        next: `${group}/${lastId}`,
      };
    return;
  }
  const counted = (await ledger.counts()).reduce((sum, each) => sum + (each.stage === group ? each.documents : 0), 0);
  if (counted === 0) return;
  let seen = 0;
  const only = isOpen(group) ? 'open' : null;
  for await (const { documents, looked, lastId } of ledger.scanDocuments({
    ...scanned,
    mentions: [...mentions, group],
    only,
  })) {
    const ofStage = documents.filter((document) => document.stage === group);
    seen += ofStage.length;
    yield {
      documents: ofStage.filter((document) => browseGroupOf(document) === group),
      looked,
      next: `${group}/${lastId}`,
    };
    if (seen >= counted) return;
  }
}
