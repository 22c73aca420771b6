import type { ActRecord } from '@swic/core/contract';
import { exactTimeText, VIEW_TITLES } from '@swic/desk';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { hrefOf } from '../browser/route.js';
import { start, usePage, useSome, useWords, type Words } from '../page.js';
import { EN } from '../words/en.js';

const PAGE = 200;

/** Who asked for what on the page, newest first, as the ledger keeps it. */
export function Acts(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const isLive = useSome(({ link }) => link.kind === 'live');
  const [acts, setActs] = useState<readonly ActRecord[]>([]);
  const [isEnd, setEnd] = useState(true);
  const load = useCallback(
    (before: string | null) =>
      start(page, async () => {
        const found = await page.call('listActs', { before, limit: PAGE });
        setActs((known) => (before === null ? found : [...known, ...found]));
        setEnd(found.length < PAGE);
      }),
    [page],
  );
  useEffect(() => {
    if (isLive) load(null);
  }, [load, isLive]);
  return (
    <>
      <h1>{VIEW_TITLES.acts[locale]}</h1>
      {acts.length === 0 && <p role="status">{t('list.empty')}</p>}
      <ul className="story">
        {acts.map(({ id, atMs, user, command, about, document }) => (
          <li key={id}>
            <time>{exactTimeText(atMs)}</time>
            <strong>{user}</strong>
            <span>{commandText(command, t)}</span>
            <span>{document === null ? about : <a href={hrefOf('document', document)}>{about}</a>}</span>
          </li>
        ))}
      </ul>
      {!isEnd && (
        <button type="button" onClick={() => load(acts.at(-1)?.id ?? null)}>
          {t('list.more')}
        </button>
      )}
    </>
  );
}

/** One that an older or a newer agent kept has no words here. */
function commandText(command: string, t: Words): string {
  const key = `act.${command}`;
  return Object.hasOwn(EN, key) ? t(key as keyof typeof EN) : command;
}
