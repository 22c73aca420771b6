import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Row } from '../layout/row.js';
import type { Theme } from '../theme.js';

interface RowsProps {
  readonly rows: readonly Row[];
  readonly theme: Theme;
}

/** Rows one beneath the other; only those that changed are made anew. */
export function Rows({ rows, theme }: RowsProps): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((row, at) => (
        // A row's place is its identity: its content changes, the row stays.
        <Line key={at} row={row} theme={theme} />
      ))}
    </Box>
  );
}

interface LineProps {
  readonly row: Row;
  readonly theme: Theme;
}

const Line = memo(function Line({ row, theme }: LineProps): ReactNode {
  if (row.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {row.map(({ text, tone }, at) => (
        <Text key={at} {...theme.tones[tone]}>
          {text}
        </Text>
      ))}
    </Text>
  );
}, isSameLine);

function isSameLine(before: LineProps, after: LineProps): boolean {
  return (
    before.theme === after.theme &&
    before.row.length === after.row.length &&
    before.row.every(({ text, tone }, at) => text === after.row[at]?.text && tone === after.row[at].tone)
  );
}
