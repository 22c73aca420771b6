import { type DocumentDiff, Fault, type FaultRecord, type FieldDifference, faultSentences } from '@swic/core/contract';
import { documentState } from '@swic/desk';
import { type ReactNode, useEffect, useState } from 'react';
import { loadText } from '../browser/file-bytes.js';
import { compareLines, type LinePair } from '../compare-lines.js';
import { usePage, useWords } from '../page.js';
import { Said } from '../parts/said.js';
import { Table } from '../parts/table.js';

interface Compared {
  readonly document: string;
  /** Null: the one before it of the same declaration. */
  readonly other: string | null;
}

/** Two documents of the ledger: what differs by field, and their files side by side. */
export function Compare({ document, other }: Compared): ReactNode {
  const { t, locale } = useWords();
  const found = useDiff({ document, other });
  if (found === null) return <p role="status">{t('detail.loading')}</p>;
  if ('differences' in found)
    return (
      <>
        <Fields diff={found} />
        <Lines before={found.before.id} after={found.after.id} />
      </>
    );
  const { meaning, sentence } = faultSentences(found, locale);
  return (
    <>
      <p role="status">{sentence ?? meaning}</p>
      {other !== null && <Lines before={document} after={other} />}
    </>
  );
}

/** Null while it is asked; the Fault of a document that cannot be compared by its fields. */
function useDiff({ document, other }: Compared): DocumentDiff | FaultRecord | null {
  const page = usePage();
  const [found, setFound] = useState<DocumentDiff | FaultRecord | null>(null);
  useEffect(() => {
    let isWanted = true;
    const take = (one: DocumentDiff | FaultRecord): void => {
      if (isWanted) setFound(one);
    };
    page
      .call('diff', { document, other })
      .then(take, (reason: unknown) => take(Fault.from(reason, 'internal.unexpected').toRecord()));
    return () => {
      isWanted = false;
    };
  }, [page, document, other]);
  return found;
}

function Fields({ diff: { before, state, differences } }: { readonly diff: DocumentDiff }): ReactNode {
  const { t, locale } = useWords();
  return (
    <>
      <p>
        {t('compare.with', { name: before.name })} <Said {...documentState(before, t)} />{' '}
        {state !== null && `${state.code} ${state[locale]}`}
      </p>
      {differences.length === 0 ? <p>{t('compare.same')}</p> : <FieldTable differences={differences} />}
    </>
  );
}

function FieldTable({ differences }: { readonly differences: readonly FieldDifference[] }): ReactNode {
  const { t } = useWords();
  return (
    <Table label={t('compare.fields')} heads={[t('compare.fields'), t('compare.before'), t('compare.after')]}>
      {differences.map(({ path, nameZh, before, after }) => (
        <tr key={path}>
          <th scope="row">
            {path} {nameZh}
          </th>
          <td>{before ?? '-'}</td>
          <td>{after ?? '-'}</td>
        </tr>
      ))}
    </Table>
  );
}

function Lines({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
  const { t } = useWords();
  const [pairs, setPairs] = useState<readonly LinePair[] | null | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    void Promise.all([before, after].map((id) => loadText(`/files/documents/${id}`))).then(([old, now]) => {
      if (isWanted) setPairs(typeof old === 'string' && typeof now === 'string' ? compareLines(old, now) : null);
    });
    return () => {
      isWanted = false;
    };
  }, [before, after]);
  if (pairs === undefined) return <p role="status">{t('detail.loading')}</p>;
  if (pairs === null) return <p>{t('one.no-file')}</p>;
  return (
    <div className="file compare" tabIndex={0} role="region" aria-label={t('compare.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('compare.before')}</th>
            <th scope="col">{t('compare.after')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ old, now }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place.
            <tr key={at}>
              <td className={old === now ? undefined : 'removed'}>{old}</td>
              <td className={old === now ? undefined : 'added'}>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
