import type { DocumentRecord } from '@swic/core/contract';
import { bytesText, customsWords, dayTimeText, documentState, VIEW_TITLES, withCommas } from '@swic/desk';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { afterTyping } from '../browser/clock.js';
import { go, hrefOf } from '../browser/route.js';
import { type ExportKind, exportDocuments } from '../export-documents.js';
import type { LedgerListState } from '../lists/ledger-list.js';
import { say, start, usePage, useSome, useWords } from '../page.js';
import { Lines } from '../parts/lines.js';
import { Said } from '../parts/said.js';

const ORDERS = ['newest', 'oldest', 'state', 'name'] as const;

/** The whole ledger as a list, through a filter as it is typed. `of` is the filter that a link asked for. */
export function Documents({ of }: { readonly of: string }): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const { count, total, isLoading, isCounting } = useSome((state) => state.documents);
  const isLive = useSome(({ link }) => link.kind === 'live');
  useEffect(() => {
    page.store.update((state) => ({ documents: { ...state.documents, filter: of } }));
    if (isLive) start(page, () => page.documents.reload());
  }, [page, of, isLive]);
  const onSeen = useCallback(
    (first: number, last: number) => start(page, () => page.documents.see(first, last)),
    [page],
  );
  const cells = (at: number): readonly ReactNode[] => {
    const document = page.documents.rowAt(at);
    return document === null ? [t('documents.loading')] : cellsOf(document, { t, locale });
  };
  const heads = [
    'column.time',
    'column.business',
    'column.file',
    'column.stage',
    'column.customs',
    'column.key',
    'column.size',
  ] as const;
  const shown = `${withCommas(count)}${isCounting ? ' ...' : ''}`;
  const words = t('list.count', { shown, total: withCommas(total) });
  return (
    <>
      <h1>{VIEW_TITLES.documents[locale]}</h1>
      <Tools of={of} />
      <p className="tone-muted" role="status">
        {isLoading ? t('documents.loading') : count === 0 ? t('list.empty') : words}
      </p>
      <Lines
        label={VIEW_TITLES.documents[locale]}
        heads={heads.map((key) => t(key))}
        count={count}
        total={count + 1}
        startsAt={0}
        keyOf={(at) => page.documents.rowAt(at)?.id ?? String(at)}
        cells={cells}
        onSeen={onSeen}
        columns="9.5rem 6rem minmax(12rem, 2fr) 6rem minmax(8rem, 1fr) minmax(8rem, 1fr) 5rem"
      />
    </>
  );
}

function cellsOf(document: DocumentRecord, { t, locale }: ReturnType<typeof useWords>): readonly ReactNode[] {
  const state = documentState(document, t);
  const customs = customsWords(document, locale);
  const keys = [...document.keys, ...(document.standing?.learned ?? [])];
  return [
    dayTimeText(document.times.claimed),
    document.business,
    <a key="name" href={hrefOf('document', document.id)} title={document.name}>
      {document.name}
    </a>,
    <Said key="state" {...state} />,
    <Said key="customs" {...customs} />,
    keys.map(({ value }) => value).join(' '),
    bytesText(document.sizeBytes),
  ];
}

function Tools({ of }: { readonly of: string }): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const { order, isFaultsOnly } = useSome((state) => state.documents);
  const [text, setText] = useState(of);
  useEffect(() => (text === of ? undefined : afterTyping(() => go('documents', text))), [text, of]);
  const change = (fields: Partial<LedgerListState>): void => {
    page.store.update((state) => ({ documents: { ...state.documents, ...fields } }));
    start(page, () => page.documents.reload());
  };
  const save = (kind: ExportKind): void =>
    start(page, async () => {
      const tell = (count: number): void => say(page, t('list.exporting', { count: withCommas(count) }), 'info');
      const count = await exportDocuments(page, kind, tell);
      say(page, t('list.exported', { count: withCommas(count) }), 'good');
    });
  return (
    <div className="tools">
      <input
        type="search"
        value={text}
        aria-label={t('list.filter')}
        placeholder={t('list.filter')}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <label>
        <input type="checkbox" checked={isFaultsOnly} onChange={() => change({ isFaultsOnly: !isFaultsOnly })} />
        {t('list.faults')}
      </label>
      <Days change={change} />
      <label>
        {t('list.order')}{' '}
        <select
          value={order}
          onChange={({ target }) => change({ order: ORDERS.find((one) => one === target.value) ?? 'newest' })}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {t(`documents.order.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => save('csv')}>
        {t('list.csv')}
      </button>
      <button type="button" onClick={() => save('json')}>
        {t('list.json')}
      </button>
    </div>
  );
}

function Days({ change }: { readonly change: (fields: Partial<LedgerListState>) => void }): ReactNode {
  const { t } = useWords();
  const documents = useSome((state) => state.documents);
  return (['sinceDay', 'untilDay'] as const).map((field) => (
    <label key={field}>
      {t(`list.${field}`)}{' '}
      <input type="date" value={documents[field]} onChange={({ target }) => change({ [field]: target.value })} />
    </label>
  ));
}
