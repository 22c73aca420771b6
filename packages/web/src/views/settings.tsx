import { type EditableSetting, type EditSettingsResult, type SettingsReport } from '@swic/core/contract';
import { VIEW_TITLES } from '@swic/desk';
import { type FormEvent, type ReactNode, useCallback, useEffect, useState } from 'react';
import { say, start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';
import { type SettingField, settingFields, settingValue } from '../settings-fields.js';

interface Known {
  readonly report: SettingsReport;
  readonly fields: readonly SettingField[];
}

/** An edit that the agent has tried, and that a person has not confirmed. */
interface Tried {
  readonly field: SettingField;
  readonly value: unknown;
  readonly result: EditSettingsResult;
}

/** What the page may change of swic.yaml, by its schema. What a change does to the file is shown before it is written. */
export function Settings(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const mayAct = useMayAct();
  const isLive = useSome(({ link }) => link.kind === 'live');
  const [known, setKnown] = useState<Known | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [find, setFind] = useState('');
  const load = useCallback(
    () =>
      start(page, async () => {
        const report = await page.call('settings', null);
        const described = (await (await fetch('/settings', { cache: 'no-store' })).json()) as EditableSetting[];
        setKnown({ report, fields: settingFields(report, described) });
      }),
    [page],
  );
  useEffect(() => {
    if (isLive && mayAct) load();
  }, [load, isLive, mayAct]);
  const edit = (field: SettingField, value: unknown, isTrial: boolean): void =>
    start(page, async () => {
      if (known === null) return;
      const edits = [{ path: field.path, value }];
      const result = await page.call('editSettings', { version: known.report.version, edits, isTrial });
      if (isTrial || !result.isWritten) return setTried({ field, value, result });
      setTried(null);
      say(page, appliedText(result, t), 'good');
      load();
    });
  if (!mayAct) return <Only title={VIEW_TITLES.settings[locale]} />;
  const shown =
    known?.fields.filter(({ path, setting }) => `${path.join('.')} ${setting[locale]}`.includes(find)) ?? [];
  return (
    <>
      <h1>{VIEW_TITLES.settings[locale]}</h1>
      <p className="tone-muted">{known === null ? t('detail.loading') : known.report.file}</p>
      {tried !== null && (
        <Difference tried={tried} write={() => edit(tried.field, tried.value, false)} leave={() => setTried(null)} />
      )}
      <input
        type="search"
        value={find}
        aria-label={t('settings.find')}
        placeholder={t('settings.find')}
        onChange={({ target }) => setFind(target.value)}
      />
      {shown.map((field) => (
        <Field
          key={`${field.path.join('.')} ${String(field.value)}`}
          field={field}
          edit={(value) => edit(field, value, true)}
        />
      ))}
    </>
  );
}

function Only({ title }: { readonly title: string }): ReactNode {
  const { t } = useWords();
  return (
    <>
      <h1>{title}</h1>
      <p>{t('page.only-operator')}</p>
    </>
  );
}

function Field({ field, edit }: { readonly field: SettingField; readonly edit: (value: unknown) => void }): ReactNode {
  const { t, locale } = useWords();
  const { path, setting, value, choices } = field;
  const name = path.join('.');
  const before = value === null ? '' : String(value);
  const [text, setText] = useState(before);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    edit(settingValue(text, field));
  };
  const attributes = {
    'aria-label': name,
    value: text,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setText(target.value),
  };
  return (
    <form className="setting" onSubmit={submit}>
      <span>
        <strong>{name}</strong> {setting[locale]} <Said text={setting.values} tone="muted" />
      </span>
      {choices === null ? (
        <input {...attributes} />
      ) : (
        <select {...attributes}>
          {[...new Set([before, ...choices])].map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      )}
      <button type="submit" disabled={text === before} aria-label={`${t('settings.change')} ${name}`}>
        {t('settings.change')}
      </button>
    </form>
  );
}

interface DifferenceProps {
  readonly tried: Tried;
  readonly write: () => void;
  readonly leave: () => void;
}

function Difference({ tried: { field, result }, write, leave }: DifferenceProps): ReactNode {
  const { t, locale } = useWords();
  const { diff, problems } = result;
  return (
    <section aria-label={t('settings.difference')} role="status">
      <h2>{field.path.join('.')}</h2>
      <ol className="file" start={diff.line} tabIndex={0} aria-label={t('settings.difference')}>
        {[...diff.removed.map((line) => ['removed', '-', line]), ...diff.added.map((line) => ['added', '+', line])].map(
          ([kind, sign, line], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
            <li key={at} className={kind}>
              {sign} {line}
            </li>
          ),
        )}
      </ol>
      {problems.map((problem) => (
        <p key={problem.path} className="tone-bad">
          {problem.path} {problem[locale]}
        </p>
      ))}
      {problems.length === 0 && <p>{appliedText(result, t)}</p>}
      <div className="actions">
        {problems.length === 0 && (
          <button type="button" className="danger" onClick={write}>
            {t('settings.write')}
          </button>
        )}
        <button type="button" onClick={leave}>
          {t('ask.cancel')}
        </button>
      </div>
    </section>
  );
}

function appliedText(
  { report: { applied, restartNeeded } }: EditSettingsResult,
  t: ReturnType<typeof useWords>['t'],
): string {
  return [
    applied.length === 0 ? '' : t('settings.applied', { what: applied.join(', ') }),
    restartNeeded.length === 0 ? '' : t('settings.restart', { what: restartNeeded.join(', ') }),
  ].join(' ');
}
