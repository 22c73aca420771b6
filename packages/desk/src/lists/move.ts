export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** Where a cursor in a list of so many comes to stand. */
export function moved(cursor: number, count: number, move: Move, pageRows: number): number {
  const last = Math.max(0, count - 1);
  const at = Math.min(cursor, last);
  switch (move) {
    case 'up':
      return Math.max(0, at - 1);
    case 'down':
      return Math.min(last, at + 1);
    case 'page-up':
      return Math.max(0, at - pageRows);
    case 'page-down':
      return Math.min(last, at + pageRows);
    case 'first':
      return 0;
    case 'last':
      return last;
  }
}
