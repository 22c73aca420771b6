/** Lines of two texts beside each other; null = the other text alone has a line there. */
export interface LinePair {
  readonly old: string | null;
  readonly now: string | null;
}

/** Lines that differ in one run; longer ones are set side by side as they are. Its square is what a comparison costs. */
const RUN_MAX = 1_500;

/** By the longest common subsequence of what is between the equal beginning and the equal end. Pure. */
export function compareLines(before: string, after: string): readonly LinePair[] {
  const [old, now] = [before, after].map((text) => text.split(/\r\n|\n|\r/)) as [string[], string[]];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const same = (line: string): LinePair => ({ old: line, now: line });
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return [...old.slice(0, start).map(same), ...middle, ...old.slice(old.length - end).map(same)];
}

function between(old: readonly string[], now: readonly string[]): readonly LinePair[] {
  if (old.length > RUN_MAX || now.length > RUN_MAX) return beside(old, now);
  const width = now.length + 1;
  // Of the longest common subsequence of what is left behind each pair of places.
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: LinePair[] = [];
  const removed: string[] = [];
  const added: string[] = [];
  const flush = (): void => void pairs.push(...beside(removed.splice(0), added.splice(0)));
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [one, other] = [old[i], now[j]];
    if (one !== undefined && one === other) {
      flush();
      pairs.push({ old: one, now: one });
      i += 1;
      j += 1;
    } else if (other === undefined || (one !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      removed.push(one ?? '');
      i += 1;
    } else {
      added.push(other);
      j += 1;
    }
  }
  flush();
  return pairs;
}

function beside(old: readonly string[], now: readonly string[]): readonly LinePair[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, at) => ({
    old: old[at] ?? null,
    now: now[at] ?? null,
  }));
}
