import { type ReactNode, useEffect, useState } from 'react';
import { loadText } from '../browser/file-bytes.js';
import { compareLines, type LinePair } from '../compare-lines.js';
import { useWords } from '../page.js';

/** Two files of the ledger side by side: what was sent before, and what replaced it. */
export function Compare({ before, after }: { readonly before: string; readonly after: string }): ReactNode {
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
