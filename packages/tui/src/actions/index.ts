import { LOG_LEVELS } from '@swic/core/contract';
import { type App, start } from '../app.js';
import type { ActionId } from '../keys.js';
import { enterPin } from './card.js';
import { openCommandLine } from './commands.js';
import { correct, handle } from './correct.js';
import * as documents from './documents.js';
import { openFilter } from './filter.js';
import { startAll, stopAll, toggleFlow, togglePause } from './flows.js';
import { moveCursor } from './move.js';
import { copySelected, openSelected } from './open.js';
import { quit } from './quit.js';
import { restartAgent } from './restart.js';
import { editSelected } from './settings.js';
import { testConnection } from './transport.js';
import { goBack, openView, stepView } from './views.js';
import { openWaiting } from './waiting.js';

/** What an action may want to know of the key that asked for it. */
export interface ActionPress {
  readonly pageRows: number;
}

/** What every action of the table of keys does. */
export const ACTIONS: { readonly [Id in ActionId]: (app: App, press: ActionPress) => void } = {
  'send.toggle': (app) => toggleFlow(app, 'send'),
  'receive.toggle': (app) => toggleFlow(app, 'receive'),
  'flows.start': startAll,
  'flows.stop': stopAll,
  'pause.toggle': togglePause,
  'overview.today': (app) =>
    app.store.update(({ overview }) => ({ overview: { ...overview, isToday: !overview.isToday } })),
  'log.level': nextLevel,
  'log.follow': (app) => app.store.update(({ log }) => ({ log: { ...log, bottomSeq: null } })),
  open: openSelected,
  edit: editSelected,
  'transport.test': testConnection,
  'card.pin': enterPin,
  resend: documents.resend,
  correct,
  handle,
  settle: documents.settle,
  mark: documents.toggleMark,
  'documents.faults': documents.toggleFaultsOnly,
  'documents.order': documents.nextOrder,
  why: (app) => (app.store.get().place === 'overview' ? openWaiting(app) : documents.why(app, null)),
  'agent.restart': restartAgent,
  copy: copySelected,
  'open-path': documents.openPath,
  filter: openFilter,
  'move.up': (app, { pageRows }) => moveCursor(app, 'up', pageRows),
  'move.down': (app, { pageRows }) => moveCursor(app, 'down', pageRows),
  'move.page-up': (app, { pageRows }) => moveCursor(app, 'page-up', pageRows),
  'move.page-down': (app, { pageRows }) => moveCursor(app, 'page-down', pageRows),
  'move.first': (app, { pageRows }) => moveCursor(app, 'first', pageRows),
  'move.last': (app, { pageRows }) => moveCursor(app, 'last', pageRows),
  back: goBack,
  'view.overview': (app) => openView(app, 'overview'),
  'view.documents': (app) => openView(app, 'documents'),
  'view.receipts': (app) => openView(app, 'receipts'),
  'view.log': (app) => openView(app, 'log'),
  'view.faults': (app) => openView(app, 'faults'),
  'view.transport': (app) => openView(app, 'transport'),
  'view.card': (app) => openView(app, 'card'),
  'view.settings': (app) => openView(app, 'settings'),
  'view.overdue': (app) => openView(app, 'overdue'),
  'view.next': (app) => stepView(app, 1),
  'view.previous': (app) => stepView(app, -1),
  language: (app) => app.store.update(({ locale }) => ({ locale: locale === 'zh' ? 'en' : 'zh' })),
  redraw: (app) => app.redraw(),
  command: openCommandLine,
  help: (app) => app.store.update(() => ({ isHelpOpen: true })),
  quit,
};

function nextLevel(app: App): void {
  const { log } = app.store.get();
  const level = LOG_LEVELS[(LOG_LEVELS.indexOf(log.level) + 1) % LOG_LEVELS.length] ?? 'info';
  app.store.update(() => ({ log: { ...log, level } }));
  start(app, () => app.rewatch());
}
