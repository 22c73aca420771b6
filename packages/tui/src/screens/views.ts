import { createTranslator } from '../i18n/index.js';
import type { PlaceName, Setup, State } from '../state.js';
import { alertsView } from './alerts/view.js';
import { cardView } from './card/view.js';
import { detailPlace } from './detail/view.js';
import { documentsView } from './documents/view.js';
import { faultsView } from './faults/view.js';
import { logView } from './log/view.js';
import { overdueView } from './overdue/view.js';
import { overviewView } from './overview/view.js';
import { receiptsView } from './receipts/view.js';
import { settingsView } from './settings/view.js';
import { transportView } from './transport/view.js';
import type { Place, View } from './view.js';
import { waitingPlace } from './waiting/view.js';

/** The views, in the order of their numbers. A new one is its folder and a line here. */
export const VIEWS: readonly View[] = [
  overviewView,
  documentsView,
  receiptsView,
  logView,
  faultsView,
  transportView,
  cardView,
  settingsView,
  overdueView,
  alertsView,
];

/** The views, and what is opened above one. */
export const PLACES: readonly Place[] = [...VIEWS, detailPlace, waitingPlace];

/** All words of the dashboard. */
export const words = createTranslator(PLACES.map((place) => place.words));

export function viewOf({ view }: Pick<State, 'view'>): View {
  return VIEWS.find(({ name }) => name === view) ?? overviewView;
}

export function placeOf({ place }: Pick<State, 'place'>): Place {
  return PLACES.find(({ name }) => name === place) ?? overviewView;
}

/** The key of a view: the tenth has 0, and those after it none. */
export function numberOf(at: number): string | null {
  return at < 9 ? String(at + 1) : at === 9 ? '0' : null;
}

export function initialState({ locale, isReadOnly, isHosted }: Setup): State {
  const own = Object.fromEntries(PLACES.map(({ name, initial }) => [name, initial])) as Pick<State, PlaceName>;
  return {
    ...own,
    link: { kind: 'connecting', attempt: 1, fault: null },
    snapshot: null,
    snapshotMs: 0,
    locale,
    isReadOnly,
    isHosted,
    view: 'overview',
    place: 'overview',
    history: [],
    prompt: null,
    question: null,
    notice: null,
    isHelpOpen: false,
    redraws: 0,
    isEnding: 'no',
  };
}
