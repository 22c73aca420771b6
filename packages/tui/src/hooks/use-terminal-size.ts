import { useStdout } from 'ink';
import { useEffect, useState } from 'react';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const DEFAULT: TerminalSize = { columns: 80, rows: 24 };

/** The terminal's size now; changes as the window does. */
export function useTerminalSize(): TerminalSize {
  const { stdout } = useStdout();
  const [size, setSize] = useState(() => sizeOf(stdout));
  useEffect(() => {
    const onResize = (): void => setSize(sizeOf(stdout));
    stdout.on('resize', onResize);
    return () => void stdout.off('resize', onResize);
  }, [stdout]);
  return size;
}

/** A terminal that does not know its size says 0: a serial line, a container without a window. */
export function sizeOf(stdout: { readonly columns: number; readonly rows: number }): TerminalSize {
  return { columns: stdout.columns || DEFAULT.columns, rows: stdout.rows || DEFAULT.rows };
}
