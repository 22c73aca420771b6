import type { CommandMap } from '../../contract/commands.js';
import type { WaitingFile } from '../../contract/why.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { whyWords } from './why-words.js';

/** One answer holds no more of each kind. */
const LIST_MAX = 500;

type ListWaiting = CommandMap['listWaiting'];

/** What is in the OutBoxes and not sent now: what waits, the longest wait first, then what is passed over. */
export function listWaiting(
  units: readonly BusinessUnit[],
  { business, limit }: ListWaiting['params'],
): ListWaiting['result'] {
  const most = Math.min(limit, LIST_MAX);
  const files = units
    .filter(({ definition }) => business === null || definition.key === business)
    .flatMap(({ definition, sending: { sender, journal } }) =>
      sender.outBox
        .list(most)
        .map((entry): WaitingFile => ({ business: definition.key, ...entry, ...whyWords(journal.gate, entry.why) })),
    );
  const waiting = files.filter(({ sinceMs }) => sinceMs !== null).sort((a, b) => (a.sinceMs ?? 0) - (b.sinceMs ?? 0));
  return [...waiting.slice(0, most), ...files.filter(({ sinceMs }) => sinceMs === null).slice(0, most)];
}
