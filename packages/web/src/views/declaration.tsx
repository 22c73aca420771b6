import type { Examination, TraceStep } from '@swic/core/contract';
import { bytesText, documentState, exactTimeText } from '@swic/desk';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { hrefOf } from '../browser/route.js';
import { start, useMayAct, usePage, useSome, useWords } from '../page.js';
import { FileText } from '../parts/file-text.js';
import { Problems } from '../parts/problems.js';
import { Said } from '../parts/said.js';
import { Compare } from './compare.js';
import { Correction } from './correction.js';
import { DocumentActions } from './document-actions.js';
import { ReceiptsOf } from './receipts-of.js';

/** One declaration: what happened to it, what is wrong with it, its file and its receipts. */
export function Declaration({ of }: { readonly of: string }): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const isLive = useSome(({ link }) => link.kind === 'live');
  const changes = useSome(({ snapshot }) => JSON.stringify(snapshot?.businesses.map(({ counts }) => counts)));
  const [examination, setExamination] = useState<Examination | null>(null);
  const load = useCallback(
    () => start(page, async () => setExamination(await page.call('examine', { document: of }))),
    [page, of],
  );
  // `changes`: it may have moved on when a number of its business did.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the numbers change.
  useEffect(() => {
    if (isLive) load();
  }, [load, isLive, changes]);
  if (examination === null) return <p role="status">{t('detail.loading')}</p>;
  return <Story examination={examination} reload={load} />;
}

interface StoryProps {
  readonly examination: Examination;
  readonly reload: () => void;
}

function Story({ examination, reload }: StoryProps): ReactNode {
  const { t, locale } = useWords();
  const mayAct = useMayAct();
  const [isCorrecting, setCorrecting] = useState(false);
  const { trace, problems } = examination;
  const { document, receipts, resentAs, state, steps } = trace;
  return (
    <>
      <p>
        <a href={hrefOf('documents')}>{t('one.back')}</a>
      </p>
      <h1>{document.name}</h1>
      <p>
        <Said {...documentState(document, t)} /> {document.business} {bytesText(document.sizeBytes)}{' '}
        {state !== null && `${state.code} ${state[locale]}`}
      </p>
      {mayAct && <DocumentActions document={document} reload={reload} correct={() => setCorrecting(true)} />}
      {isCorrecting && (
        <Correction document={document} line={problems[0]?.line ?? 0} close={() => (setCorrecting(false), reload())} />
      )}
      <Facts examination={examination} />
      {problems.length > 0 && (
        <>
          <h2>{t('detail.problems', { count: problems.length })}</h2>
          <Problems problems={problems} />
        </>
      )}
      <h2>{t('detail.story')}</h2>
      <Steps steps={steps} />
      <h2>{t('one.receipts')}</h2>
      <ReceiptsOf receipts={receipts} />
      {[null, ...resentAs].map((other) => (
        <Versions key={`${document.id} ${other}`} document={document.id} other={other} />
      ))}
      <h2>{t('one.xml')}</h2>
      <FileText path={`/files/documents/${document.id}`} marks={problems} />
    </>
  );
}

function Facts({ examination: { trace, path } }: { readonly examination: Examination }): ReactNode {
  const { t } = useWords();
  const { document, resentAs } = trace;
  const keys = [...document.keys, ...(document.standing?.learned ?? [])];
  const id = document.attempts > 1 ? `${document.id}  ${t('detail.sent', { count: document.attempts })}` : document.id;
  return (
    <dl className="facts-of">
      {keys.map(({ name, value }) => (
        <Fact key={`${name} ${value}`} label={name === 'seqNo' || name === 'entryId' ? t(`key-name.${name}`) : name}>
          <a href={hrefOf('documents', value)}>{value}</a>
        </Fact>
      ))}
      <Fact label={t('detail.id')}>{id}</Fact>
      {document.messageId !== null && <Fact label={t('detail.message')}>{document.messageId}</Fact>}
      {path !== null && <Fact label={t('detail.path')}>{path}</Fact>}
      {[document.origin, ...resentAs].flatMap((other) =>
        other === null
          ? []
          : [
              <Fact key={other} label={other === document.origin ? t('one.original') : t('detail.id')}>
                <a href={hrefOf('document', other)}>
                  {other === document.origin
                    ? t('detail.origin', { document: other })
                    : t('detail.resent', { documents: other })}
                </a>
              </Fact>,
            ],
      )}
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Each step where it is in time: the bar beside it is as long as the wait before it, compared with the longest. */
function Steps({ steps }: { readonly steps: readonly TraceStep[] }): ReactNode {
  const { locale } = useWords();
  const waits = steps.map(({ atMs }, at) => (at === 0 ? 0 : Math.max(0, atMs - (steps[at - 1]?.atMs ?? atMs))));
  const longest = Math.max(1, ...waits);
  return (
    <ol className="story">
      {steps.map(({ atMs, step, ...words }, at) => (
        <li
          key={`${atMs} ${step} ${words.en}`}
          className={step === 'rejected' || step === 'unknown' ? 'tone-warn' : ''}
        >
          <time>{exactTimeText(atMs)}</time>
          <meter min={0} max={longest} value={waits[at] ?? 0} aria-hidden="true" />
          <span>{words[locale]}</span>
        </li>
      ))}
    </ol>
  );
}

/** Loaded when it is opened: most documents have no other version. `other` null: the one before it, or that it was sent again from. */
function Versions({ document, other }: { readonly document: string; readonly other: string | null }): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(other === null ? 'compare.earlier' : 'compare.title')}</summary>
      {isOpen && <Compare document={document} other={other} />}
    </details>
  );
}
