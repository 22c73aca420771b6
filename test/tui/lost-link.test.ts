import { expect, test } from 'vitest';
import { createKeyMap } from '../../packages/tui/src/keys.js';
import { frameRows } from '../../packages/tui/src/screens/frame.js';
import { initialState, VIEWS, words } from '../../packages/tui/src/screens/views.js';
import type { State } from '../../packages/tui/src/state.js';
import { createTheme } from '../../packages/tui/src/theme.js';
import { NOW_MS, recordedSnapshot } from './recorded-agent.js';

const KEYS = createKeyMap({}, false);

function tonesOf(view: State['view'], link: State['link']): readonly string[] {
  const begun = initialState({ locale: 'zh', isReadOnly: false, isHosted: false });
  const snapshot = recordedSnapshot();
  const state: State = { ...begun, snapshot, snapshotMs: NOW_MS, link, view, place: view };
  const theme = createTheme({ hasColour: true, isAscii: false });
  const rows = frameRows({ state, theme, t: words('zh'), width: 120, height: 40, nowMs: NOW_MS }, KEYS);
  return rows.flatMap((line) => line.map(({ tone }) => tone));
}

test('when the agent is lost nothing of any view stays green', () => {
  expect(tonesOf('overview', { kind: 'live', attempt: 0, fault: null })).toContain('good');
  for (const { name: view } of VIEWS)
    expect({ view, tones: tonesOf(view, { kind: 'lost', attempt: 1, fault: null }) }).toEqual({
      view,
      tones: expect.not.arrayContaining(['good']),
    });
});
