import { Store as DeskStore } from '@swic/desk';
import type { State } from './state.js';

/** The one owner of what the dashboard shows. */
export class Store extends DeskStore<State> {}
