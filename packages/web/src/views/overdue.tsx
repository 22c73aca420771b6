import type { OverdueDocument, OverdueLimit } from '@swic/core/contract';
import { lateWords, timeText, VIEW_TITLES, waitText, withCommas } from '@swic/desk';
import { type ReactNode, useEffect } from 'react';
import { hrefOf } from '../browser/route.js';
import { start, usePage, useSome, useWords } from '../page.js';

/** More of them are a trouble of the platform and not of a document. */
const ROWS_MAX = 500;

/** What was sent and is not answered in its time. */
export function Overdue(): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const { report, reportMs } = useSome((state) => state.overdue);
  const isLive = useSome(({ link }) => link.kind === 'live');
  useEffect(() => {
    if (isLive) start(page, () => page.overdue.reload());
  }, [page, isLive]);
  const documents = report?.documents ?? [];
  return (
    <>
      <h1>{VIEW_TITLES.overdue[locale]}</h1>
      <p className="tone-muted" role="status">
        {report === null
          ? t('documents.loading')
          : `${t('overdue.count', { count: withCommas(documents.length) })} ${t('overdue.as-of', { time: timeText(reportMs) })}`}
      </p>
      {report !== null && documents.length === 0 && <p className="tone-good">{t('overdue.none')}</p>}
      {documents.length > 0 && <Late documents={documents.slice(0, ROWS_MAX)} limits={report?.limits ?? []} />}
      <Limits limits={report?.limits ?? []} />
    </>
  );
}

interface LateProps {
  readonly documents: readonly OverdueDocument[];
  readonly limits: readonly OverdueLimit[];
}

function Late({ documents, limits }: LateProps): ReactNode {
  const { t, locale } = useWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('column.waited')}</th>
          <th scope="col">{t('column.business')}</th>
          <th scope="col">{t('column.why')}</th>
          <th scope="col">{t('column.file')}</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((one) => (
          <tr key={one.document.id}>
            <td className="tone-bad">{waitText(one.waitedMs, locale)}</td>
            <td>{one.document.business}</td>
            <td>{lateWords(one, limits, t, locale)}</td>
            <td>
              <a href={hrefOf('document', one.document.id)}>{one.document.name}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Limits({ limits }: { readonly limits: readonly OverdueLimit[] }): ReactNode {
  const { t, locale } = useWords();
  const text = (ms: number | null, none: 'overdue.no-limit' | 'overdue.unlearned'): string =>
    ms === null ? t(none) : waitText(ms, locale);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('column.business')}</th>
          <th scope="col">{t('column.limit')}</th>
          <th scope="col">{t('column.learned')}</th>
          <th scope="col">{t('column.answers')}</th>
        </tr>
      </thead>
      <tbody>
        {limits.map(({ business, limitMs, learnedMs, answers }) => (
          <tr key={business}>
            <th scope="row">{business}</th>
            <td>{text(limitMs, 'overdue.no-limit')}</td>
            <td>{text(learnedMs, 'overdue.unlearned')}</td>
            <td>{answers}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
