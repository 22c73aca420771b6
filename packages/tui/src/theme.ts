import type { Tone as DeskTone } from '@swic/desk';

/** What a text means; only the theme knows how that looks. */
export type Tone = DeskTone | 'accent' | 'selected' | 'brand' | 'key';

/** Attributes of Ink's Text. */
export interface Style {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
}

/**
 * Characters that are one cell wide wherever they are shown. Many others (circles, arrows, lines) count as "ambiguous" and are two
 * cells wide in Chinese consoles, which would push every column behind them aside: test/frames looks for them in every frame.
 */
export interface Glyphs {
  readonly cursor: string;
  readonly more: string;
  readonly isAscii: boolean;
}

export interface Theme {
  readonly tones: Readonly<Record<Tone, Style>>;
  readonly glyphs: Glyphs;
}

export interface ThemeOptions {
  /** `NO_COLOR`: attributes stay, since they are no colours. */
  readonly hasColour: boolean;
  readonly isAscii: boolean;
}

/** The sixteen colours that every terminal has and its user has chosen; dim instead of grey, which some palettes hide. */
const COLOURED: Readonly<Record<Tone, Style>> = {
  plain: {},
  muted: { dimColor: true },
  strong: { bold: true },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red', bold: true },
  info: { color: 'cyan' },
  accent: { color: 'cyan', bold: true },
  selected: { inverse: true },
  brand: { color: 'cyan', bold: true, inverse: true },
  key: { bold: true },
};

const COLOURLESS: Readonly<Record<Tone, Style>> = {
  plain: {},
  muted: { dimColor: true },
  strong: { bold: true },
  good: {},
  warn: { bold: true },
  bad: { bold: true },
  info: {},
  accent: { bold: true },
  selected: { inverse: true },
  brand: { bold: true, inverse: true },
  key: { bold: true },
};

export function createTheme({ hasColour, isAscii }: ThemeOptions): Theme {
  const glyphs = isAscii ? { cursor: '>', more: '~', isAscii } : { cursor: '▸', more: '~', isAscii };
  return { tones: hasColour ? COLOURED : COLOURLESS, glyphs };
}

/** The old Windows console and the bare Linux one have few characters. */
export function themeOptions(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): ThemeOptions {
  const noColour = environment['NO_COLOR'];
  const isOldConsole =
    platform === 'win32' && environment['WT_SESSION'] === undefined && environment['TERM'] === undefined;
  return {
    hasColour: noColour === undefined || noColour === '',
    isAscii: environment['SWIC_ASCII'] === '1' || environment['TERM'] === 'linux' || isOldConsole,
  };
}
