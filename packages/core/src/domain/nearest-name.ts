/** Beyond this many differences it is another word and no slip. */
const DIFFERENCES_MAX = 3;

/** The name that was most likely meant; null where none is near. Casing is no difference. */
export function nearestName(written: string, names: Iterable<string>): string | null {
  let nearest: string | null = null;
  let least = Math.min(DIFFERENCES_MAX, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const differences = distance(written.toLowerCase(), name.toLowerCase(), least);
    if (differences < least) [nearest, least] = [name, differences];
  }
  return nearest;
}

/** Letters to insert, remove or replace; `limit` where there are as many or more. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let column = 1; column <= other.length; column += 1) {
      const same = (row[column - 1] ?? 0) + (one[at - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(same, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(limit, row[other.length] ?? limit);
}
