import type { ReactNode } from 'react';

interface TableProps {
  readonly label: string;
  /** In their order; no two are alike. */
  readonly heads: readonly string[];
  /** Rows. */
  readonly children: ReactNode;
}

/** A table that may be wider than the window: it scrolls by keyboard too, and a screen reader says what it is. */
export function Table({ label, heads, children }: TableProps): ReactNode {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
