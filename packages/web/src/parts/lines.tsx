import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';

export interface LinesProps {
  readonly label: string;
  readonly heads: readonly string[];
  readonly count: number;
  /** Of the whole list, of which this is a part that moves; -1 = not known. */
  readonly total: number;
  /** Place of the first row in the whole list. */
  readonly startsAt: number;
  readonly keyOf: (at: number) => string;
  readonly cells: (at: number) => readonly ReactNode[];
  /** Told which rows are seen, both included, so that they are loaded. */
  readonly onSeen: (first: number, last: number) => void;
  /** Widths of the columns, as of a CSS grid. */
  readonly columns: string;
}

const ROW_PX = 30;

/** A table of any length of which only what is seen is there. Its rows are all of one height, so that nothing has to be measured. */
export function Lines(props: LinesProps): ReactNode {
  const { label, heads, count, total, startsAt, keyOf, cells, onSeen, columns } = props;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: keyOf,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSeen(first, last), [first, last, onSeen]);
  const style = { gridTemplateColumns: columns };
  return (
    <div className="lines" ref={frame} role="table" aria-label={label} aria-rowcount={total} tabIndex={0}>
      <div role="rowgroup">
        <div role="row" className="line head" style={style} aria-rowindex={1}>
          {heads.map((head) => (
            <span role="columnheader" key={head}>
              {head}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="rows" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => (
          <div
            role="row"
            className="line"
            key={key}
            aria-rowindex={startsAt + index + 2}
            style={{ ...style, transform: `translateY(${start}px)` }}
          >
            {cells(index).map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column.
              <span role="cell" key={at}>
                {cell}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
