import type { Translate } from '../i18n/index.js';
import type { Row } from '../layout/row.js';
import type { State } from '../state.js';
import type { Theme } from '../theme.js';

/** Everything that decides what a screen shows. */
export interface ScreenProps {
  readonly state: State;
  readonly theme: Theme;
  readonly t: Translate;
  readonly width: number;
  readonly height: number;
  /** By the agent's clock. */
  readonly nowMs: number;
}

/** A view's part of the screen: at most `height` rows of at most `width` cells. Pure. */
export type Screen = (props: ScreenProps) => readonly Row[];

/** Which part of a list is visible, so that its cursor is, with as little jumping as can be: pages. */
export function visiblePart(
  cursor: number,
  count: number,
  height: number,
): { readonly from: number; readonly to: number } {
  if (count <= height) return { from: 0, to: count };
  const from = Math.min(Math.max(0, cursor - Math.floor(height / 2)), count - height);
  return { from, to: from + height };
}
