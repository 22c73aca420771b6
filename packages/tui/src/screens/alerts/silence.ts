import { type AlertRule, alertRuleText, FAULTS, parseMinutes } from '@swic/core/contract';
import { dayTimeText } from '@swic/desk';
import { type App, say, start, wordsOf } from '../../app.js';
import { reportOf, selectedAlert } from './alerts.js';

/** What Tab offers. */
const TIMES = ['1h', '30m', '4h', '12h', '1d', '0m'];

/** Nothing of the rule under the cursor is told for a time. */
export function silenceSelected(app: App): void {
  const alert = selectedAlert(app.store.get());
  if (alert === null) return say(app, wordsOf(app)('alerts.none-selected'), 'warn');
  askTime(app, alert.rule);
}

/** Nothing at all is told for a time. */
export function silenceAll(app: App): void {
  if (isThere(app)) askTime(app, null);
}

/** By the agent, whose machine and secrets are what counts. */
export function testChannels(app: App): void {
  if (!isThere(app) || app.store.get().alerts.isTesting) return;
  const set = (isTesting: boolean): void => app.store.update(({ alerts }) => ({ alerts: { ...alerts, isTesting } }));
  set(true);
  start(app, async () => {
    try {
      const trials = await app.call('testAlerts', { channel: null });
      const t = wordsOf(app);
      const { locale } = app.store.get();
      const failed = trials.flatMap(({ channel, fault }) =>
        fault === null ? [] : [`${channel}: ${FAULTS[fault.code][locale].meaning} [${fault.code}]`],
      );
      const taken = t('alerts.tested', { taken: trials.length - failed.length, all: trials.length });
      say(app, [taken, ...failed].join('  '), failed.length === 0 ? 'good' : 'bad');
    } finally {
      set(false);
    }
  });
}

function isThere(app: App): boolean {
  const is = reportOf(app.store.get()) !== null;
  if (!is) say(app, wordsOf(app)('alerts.off'), 'warn');
  return is;
}

function askTime(app: App, rule: AlertRule | null): void {
  const t = wordsOf(app);
  const { locale } = app.store.get();
  const what = rule === null ? t('alerts.all-rules') : alertRuleText(rule, locale);
  app.store.update(() => ({
    prompt: {
      kind: 'value',
      label: t('alerts.how-long', { what }),
      text: '',
      isMasked: false,
      onChange: null,
      suggest: (text) => TIMES.filter((time) => time.startsWith(text)),
      onDone: (text) => silence(app, rule, text.trim()),
      onCancel: () => undefined,
    },
  }));
}

function silence(app: App, rule: AlertRule | null, text: string): void {
  if (text === '') return;
  const minutes = parseMinutes(text);
  if (minutes === null) return say(app, wordsOf(app)('alerts.no-time', { text }), 'bad');
  start(app, async () => {
    const { silences } = await app.call('silenceAlerts', { rule, minutes, by: null });
    const t = wordsOf(app);
    const set = silences.find((one) => one.rule === rule);
    say(app, set === undefined ? t('alerts.ended') : t('done.silenced', { until: dayTimeText(set.untilMs) }), 'good');
  });
}
