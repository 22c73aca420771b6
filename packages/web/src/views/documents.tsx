import type { DocumentRecord } from '@swic/core/contract';
import {
  bytesText,
  customsWords,
  type DocumentsState,
  dayTimeText,
  documentState,
  VIEW_TITLES,
  withCommas,
} from '@swic/desk';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { afterTyping } from '../browser/clock.js';
import { go, hrefOf } from '../browser/route.js';
import { type ExportKind, exportDocuments } from '../export-documents.js';
import { say, start, usePage, useSome, useWords } from '../page.js';
import { Lines } from '../parts/lines.js';
import { Said } from '../parts/said.js';

const ORDERS = ['newest', 'oldest', 'state', 'name'] as const;

/** The whole ledger as a list, through a filter as it is typed. `of` is the filter that a link asked for. */
export function Documents({ of }: { readonly of: string }): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const documents = useSome((state) => state.documents);
  const isLive = useSome(({ link }) => link.kind === 'live');
  const { rows, total, startsAt, isLoading } = documents;
  useEffect(() => {
    page.store.update((state) => ({ documents: { ...state.documents, filter: of } }));
    if (isLive) start(page, () => page.documents.reload());
  }, [page, of, isLive]);
  const onSeen = useCallback(
    (at: number) => {
      const { cursor } = page.store.get().documents;
      if (at !== cursor) start(page, () => page.documents.see(at));
    },
    [page],
  );
  const cells = (at: number): readonly ReactNode[] => {
    const document = rows[at];
    return document === undefined ? [] : cellsOf(document, { t, locale });
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
  const words = t('list.count', { shown: withCommas(rows.length), total: withCommas(total) });
  return (
    <>
      <h1>{VIEW_TITLES.documents[locale]}</h1>
      <Tools of={of} />
      <p className="tone-muted" role="status">
        {isLoading ? t('documents.loading') : rows.length === 0 ? t('list.empty') : words}
      </p>
      <Lines
        label={VIEW_TITLES.documents[locale]}
        heads={heads.map((key) => t(key))}
        count={rows.length}
        total={total + 1}
        startsAt={startsAt ?? 0}
        keyOf={(at) => rows[at]?.id ?? String(at)}
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
  const change = (fields: Partial<DocumentsState>): void => {
    page.store.update((state) => ({ documents: { ...state.documents, ...fields } }));
    start(page, () => page.documents.reload());
  };
  const save = (kind: ExportKind): void =>
    start(page, async () => {
      const tell = (count: number): void => say(page, t('list.exporting', { count: withCommas(count) }), 'info');
      const count = await exportDocuments(page.call, page.store.get(), kind, tell);
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
