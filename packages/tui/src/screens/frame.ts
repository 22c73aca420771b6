import type { KeyMap, PlaceName, ViewName } from '../keys.js';
import { EMPTY, fill, type Row, row, span } from '../layout/row.js';
import { cardScreen } from './card.js';
import { footerRows, headerRows } from './chrome.js';
import { detailScreen } from './detail.js';
import { documentsScreen } from './documents.js';
import { faultsScreen } from './faults.js';
import { helpScreen } from './help.js';
import { logScreen } from './log.js';
import { overdueScreen } from './overdue.js';
import { overviewScreen } from './overview.js';
import { receiptsScreen } from './receipts.js';
import type { Screen, ScreenProps } from './screen.js';
import { settingsScreen } from './settings.js';
import { transportScreen } from './transport.js';
import { waitingScreen } from './waiting.js';

const WIDTH_MIN = 60;
const HEIGHT_MIN = 15;

export const SCREENS = {
  overview: overviewScreen,
  documents: documentsScreen,
  receipts: receiptsScreen,
  log: logScreen,
  faults: faultsScreen,
  transport: transportScreen,
  card: cardScreen,
  settings: settingsScreen,
  overdue: overdueScreen,
} as const satisfies Record<ViewName, Screen>;

/** What is opened above a view. */
const ABOVE = { detail: detailScreen, waiting: waitingScreen } as const satisfies Record<
  Exclude<PlaceName, ViewName>,
  Screen
>;

/** The whole picture, exactly `height` rows, from the state alone. */
export function frameRows(props: ScreenProps, keys: KeyMap): readonly Row[] {
  const { width, height, t } = props;
  if (width < WIDTH_MIN || height < HEIGHT_MIN) return fill([row(span(t('size.small'), 'warn'))], height);
  const header = headerRows(props);
  const footer = footerRows(props, keys);
  const bodyHeight = height - header.length - footer.length - 1;
  const inner = { ...props, height: bodyHeight };
  const { isHelpOpen, place } = props.state;
  const screen = ABOVE[place as keyof typeof ABOVE] ?? SCREENS[place as ViewName];
  const body = isHelpOpen ? helpScreen(inner, keys) : screen(inner);
  const shown = props.state.link.kind === 'lost' ? body.map(withoutGood) : body;
  return [...header, EMPTY, ...fill(shown, bodyHeight), ...footer];
}

/** What was good when the agent was lost is not known to be so now. */
const withoutGood = (line: Row): Row =>
  line.map((one) => (one.tone === 'good' ? { ...one, tone: 'muted' as const } : one));
