import { useInput } from 'ink';
import { type ReactNode, useMemo, useRef } from 'react';
import type { App } from '../app.js';
import { useFrames } from '../hooks/use-frames.js';
import { useTerminalSize } from '../hooks/use-terminal-size.js';
import { keyName, onInput } from '../input.js';
import type { KeyMap } from '../keys.js';
import { frameRows } from '../screens/frame.js';
import type { Theme } from '../theme.js';
import { Rows } from './rows.js';

interface DashboardProps {
  readonly app: App;
  readonly keys: KeyMap;
  readonly theme: Theme;
  /** A screen reader follows what is written. */
  readonly isReader: boolean;
}

/** A reader that is interrupted more often finishes no sentence. */
const READER_MS = 10_000;

/** The whole dashboard: state in, picture out; keys in, actions out. */
export function Dashboard({ app, keys, theme, isReader }: DashboardProps): ReactNode {
  const { store, clock } = app;
  const pressedMs = useRef(Number.NEGATIVE_INFINITY);
  const calm = useMemo(() => (isReader ? { everyMs: READER_MS, pressedMs } : null), [isReader]);
  useFrames(store, clock.tickMs, calm);
  const { columns, rows } = useTerminalSize();
  // A frame exactly as high as the terminal makes consoles scroll: one row is left free.
  const height = Math.max(1, rows - 1);
  useInput((input, key) => {
    pressedMs.current = clock.tickMs();
    onInput(app, keys, { input, name: keyName(input, key), isMeta: key.meta, pageRows: Math.max(1, height - 8) });
  });
  const state = store.get();
  const sinceMs = state.snapshot === null ? 0 : clock.nowMs() - state.snapshotMs;
  const nowMs = state.snapshot === null ? clock.nowMs() : state.snapshot.agent.nowMs + sinceMs;
  const frame = frameRows({ state, theme, t: app.words(state.locale), width: columns, height, nowMs }, keys);
  return <Rows key={state.redraws} rows={frame} theme={theme} />;
}
