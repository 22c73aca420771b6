import { LOG_LEVELS, type LogLevel } from '@swic/core/contract';
import { dayTimeText, type Tone, VIEW_TITLES, withCommas } from '@swic/desk';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { hrefOf } from '../browser/route.js';
import { start, usePage, useSome, useWords } from '../page.js';
import { Said } from '../parts/said.js';

/** A browser draws these at once; the log files have the rest. */
const ROWS_MAX = 500;
const TONES = { debug: 'muted', info: 'plain', warn: 'warn', error: 'bad' } as const satisfies Record<LogLevel, Tone>;

/** The newest lines at the bottom, followed until a person says otherwise. */
export function Log(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const { lines, level, skipped } = useSome((state) => state.log);
  const [wanted, setWanted] = useState('');
  const [isFollowed, setFollowed] = useState(true);
  const list = useRef<HTMLOListElement>(null);
  const shown = lines.filter((line) => line[locale].toLowerCase().includes(wanted.toLowerCase())).slice(-ROWS_MAX);
  const newest = shown.at(-1)?.seq ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it follows.
  useEffect(() => {
    if (isFollowed && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [newest, isFollowed]);
  const setLevel = (text: string): void => {
    const found = LOG_LEVELS.find((one) => one === text) ?? 'info';
    page.store.update(({ log }) => ({ log: { ...log, level: found } }));
    start(page, () => page.connection.rewatch());
  };
  return (
    <>
      <h1>{VIEW_TITLES.log[locale]}</h1>
      <div className="tools">
        <input
          type="search"
          value={wanted}
          aria-label={t('log.find')}
          placeholder={t('log.find')}
          onChange={({ target }) => setWanted(target.value)}
        />
        <label>
          {t('log.level')}{' '}
          <select value={level} onChange={({ target }) => setLevel(target.value)}>
            {LOG_LEVELS.map((one) => (
              <option key={one} value={one}>
                {t(`level.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={isFollowed} onChange={() => setFollowed(!isFollowed)} />
          {t('log.follow')}
        </label>
        {skipped > 0 && <Said text={t('log.skipped', { count: withCommas(skipped) })} tone="muted" />}
      </div>
      <ol className="log" ref={list} tabIndex={0} aria-label={VIEW_TITLES.log[locale]}>
        {shown.map((line) => (
          <li key={line.seq}>
            <time>{dayTimeText(line.atMs)}</time> <Said text={t(`level.${line.level}`)} tone={TONES[line.level]} />{' '}
            {line.document === null ? (
              <span>{line[locale]}</span>
            ) : (
              <a href={hrefOf('document', line.document)}>{line[locale]}</a>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
