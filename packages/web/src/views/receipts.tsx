import type { ListedReceipt } from '@swic/core/contract';
import { dayTimeText, VIEW_TITLES, withCommas } from '@swic/desk';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { afterTyping } from '../browser/clock.js';
import { go, hrefOf } from '../browser/route.js';
import { start, usePage, useSome, useWords } from '../page.js';
import { Lines } from '../parts/lines.js';
import { Said } from '../parts/said.js';
import { receiptMeaning, receiptTone } from './receipts-of.js';

/** All receipts, newest first, through a filter. */
export function Receipts({ of }: { readonly of: string }): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const { rows, isLoading } = useSome((state) => state.receipts);
  const isLive = useSome(({ link }) => link.kind === 'live');
  const [text, setText] = useState(of);
  useEffect(() => (text === of ? undefined : afterTyping(() => go('receipts', text))), [text, of]);
  useEffect(() => {
    page.store.update((state) => ({ receipts: { ...state.receipts, filter: of } }));
    if (isLive) start(page, () => page.receipts.reload());
  }, [page, of, isLive]);
  const onSeen = useCallback(
    (_: number, last: number) => {
      if (last !== page.store.get().receipts.cursor) start(page, () => page.receipts.see(last));
    },
    [page],
  );
  const heads = [
    'column.time',
    'column.business',
    'column.code',
    'column.meaning',
    'column.file',
    'detail.id',
  ] as const;
  return (
    <>
      <h1>{VIEW_TITLES.receipts[locale]}</h1>
      <div className="tools">
        <input
          type="search"
          value={text}
          aria-label={t('filter.label')}
          placeholder={t('filter.label')}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p className="tone-muted" role="status">
        {isLoading ? t('documents.loading') : rows.length === 0 ? t('list.empty') : withCommas(rows.length)}
      </p>
      <Lines
        label={VIEW_TITLES.receipts[locale]}
        heads={heads.map((key) => t(key))}
        count={rows.length}
        total={rows.length + 1}
        startsAt={0}
        keyOf={(at) => rows[at]?.receipt.id ?? String(at)}
        cells={(at) => cellsOf(rows[at], locale, t('receipts.unlinked'))}
        onSeen={onSeen}
        columns="9.5rem 6rem 6rem minmax(10rem, 1fr) minmax(12rem, 2fr) 12rem"
      />
    </>
  );
}

function cellsOf(row: ListedReceipt | undefined, locale: 'zh' | 'en', unlinked: string): readonly ReactNode[] {
  if (row === undefined) return [];
  const { receipt } = row;
  const tone = receiptTone(receipt.isSuccess);
  return [
    dayTimeText(receipt.receivedMs),
    receipt.business,
    <Said key="code" text={receipt.code ?? ''} tone={tone} />,
    <Said key="meaning" text={receiptMeaning(receipt, locale)} tone={tone} />,
    receipt.fileName,
    receipt.document === null ? (
      unlinked
    ) : (
      <a key="document" href={hrefOf('document', receipt.document)}>
        {receipt.document}
      </a>
    ),
  ];
}
