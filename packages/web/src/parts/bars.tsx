import type { ReactNode } from 'react';

const HEIGHT = 24;
const STEP = 4;

/** Numbers as a row of bars, newest at the right; what they say is in the label, for those who do not see it. */
export function Bars({ numbers, label }: { readonly numbers: readonly number[]; readonly label: string }): ReactNode {
  const top = Math.max(1, ...numbers);
  return (
    <svg className="bars" role="img" aria-label={label} viewBox={`0 0 ${Math.max(1, numbers.length) * STEP} ${HEIGHT}`}>
      {numbers.map((number, at) => {
        const height = number === 0 ? 0 : Math.max(1, (number / top) * HEIGHT);
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in the row.
        return <rect key={at} x={at * STEP} y={HEIGHT - height} width={STEP - 1} height={height} />;
      })}
    </svg>
  );
}
