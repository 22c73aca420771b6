import {
  type Catalogue,
  createTranslator as createFrom,
  type CommonKey as SharedKey,
  type Translate as TranslateOf,
} from '@swic/desk';
import { en } from './en.js';
import { zh } from './zh.js';

export type { Catalogue, Locale } from '@swic/desk';

/** Words that several parts of the dashboard need. */
export type CommonKey = SharedKey | keyof typeof en;

/** View -> the keys of its own words. The folder of a view adds its line to this interface. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the folders of the views.
export interface OwnWords {}

export type TextKey = CommonKey | OwnWords[keyof OwnWords];
export type Translate<Key extends string = TextKey> = TranslateOf<Key>;

const TERMINAL: Catalogue = { zh, en };

/** Knows the common words alone. */
export const translator = createFrom<CommonKey>([TERMINAL]);

/** Knows the words of these views too. */
export const createTranslator = (own: readonly Catalogue[]) => createFrom<TextKey>([TERMINAL, ...own]);
