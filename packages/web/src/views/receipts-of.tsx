import { findCode, type ReceiptRecord } from '@swic/core/contract';
import { exactTimeText, type Locale, type Tone } from '@swic/desk';
import { type ReactNode, useState } from 'react';
import { useWords } from '../page.js';
import { FileText } from '../parts/file-text.js';
import { Said } from '../parts/said.js';

export const receiptTone = (isSuccess: boolean | null): Tone =>
  isSuccess === null ? 'plain' : isSuccess ? 'good' : 'bad';

/** What its code means; what it says itself where the code is in no table. */
export function receiptMeaning({ codeTable, code, text, unreadable }: ReceiptRecord, locale: Locale): string {
  return findCode(codeTable, code)?.[locale] ?? text ?? unreadable ?? '';
}

/** The receipts of one declaration, readable, and as they came. */
export function ReceiptsOf({ receipts }: { readonly receipts: readonly ReceiptRecord[] }): ReactNode {
  const { t } = useWords();
  if (receipts.length === 0) return <p>{t('receipts.empty')}</p>;
  return (
    <ul className="receipts">
      {receipts.map((receipt) => (
        <One key={receipt.id} receipt={receipt} />
      ))}
    </ul>
  );
}

function One({ receipt }: { readonly receipt: ReceiptRecord }): ReactNode {
  const { t, locale } = useWords();
  const [isRaw, setRaw] = useState(false);
  const { code, isSuccess, kind, receivedMs, text, fileName } = receipt;
  return (
    <li>
      <Said text={`${code ?? ''} ${receiptMeaning(receipt, locale)}`.trim()} tone={receiptTone(isSuccess)} />{' '}
      <Said text={`${t(`receipts.kind.${kind}`)} ${exactTimeText(receivedMs)} ${fileName}`} tone="muted" />
      {text !== null && text !== '' && <p>{text}</p>}
      <details onToggle={(event) => setRaw(event.currentTarget.open)}>
        <summary>{t('one.raw')}</summary>
        {isRaw && <FileText path={`/files/receipts/${receipt.id}`} marks={[]} />}
      </details>
    </li>
  );
}
