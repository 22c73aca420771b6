import { VIEW_TITLES } from '@swic/desk';
import type { View } from '../view.js';
import { cardScreen } from './card.js';
import { enterPin } from './enter-pin.js';
import { CARD_WORDS } from './words.js';

declare module '../../state.js' {
  interface OwnStates {
    /** It keeps nothing: all that it shows is in the snapshot. */
    readonly card: null;
  }
}

export const cardView: View = {
  name: 'card',
  title: VIEW_TITLES.card,
  short: { en: 'Card', zh: '卡' },
  commands: ['卡', 'k'],
  words: CARD_WORDS,
  initial: null,
  screen: cardScreen,
  keys: [{ id: 'card.pin', keys: ['P'], is: 'change', act: enterPin }],
  move: null,
  load: null,
  refresh: null,
  document: null,
  filter: null,
  badge: null,
};
