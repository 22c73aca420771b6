import type { KeyMap } from '../keys.js';
import { EMPTY, fill, type Row, row, span } from '../layout/row.js';
import { footerRows, headerRows } from './chrome.js';
import { helpScreen } from './help.js';
import type { ScreenProps } from './screen.js';
import { placeOf } from './views.js';

const WIDTH_MIN = 60;
const HEIGHT_MIN = 15;

/** The whole picture, exactly `height` rows, from the state alone. */
export function frameRows(props: ScreenProps, keys: KeyMap): readonly Row[] {
  const { width, height, t } = props;
  if (width < WIDTH_MIN || height < HEIGHT_MIN) return fill([row(span(t('size.small'), 'warn'))], height);
  const header = headerRows(props);
  const footer = footerRows(props, keys);
  const bodyHeight = height - header.length - footer.length - 1;
  const inner = { ...props, height: bodyHeight };
  const body = props.state.isHelpOpen ? helpScreen(inner, keys) : placeOf(props.state).screen(inner);
  const shown = props.state.link.kind === 'lost' ? body.map(withoutGood) : body;
  return [...header, EMPTY, ...fill(shown, bodyHeight), ...footer];
}

/** What was good when the agent was lost is not known to be so now. */
const withoutGood = (line: Row): Row =>
  line.map((one) => (one.tone === 'good' ? { ...one, tone: 'muted' as const } : one));
