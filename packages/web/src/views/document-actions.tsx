import { concernOf, type DocumentRecord, FAULTS } from '@swic/core/contract';
import type { ReactNode } from 'react';
import { ask, choose, type Page, say, start, usePage, useWords, type Words } from '../page.js';

interface Props {
  readonly document: DocumentRecord;
  /** What was done changed it. */
  readonly reload: () => void;
  /** A person wants to correct a copy of it. */
  readonly correct: () => void;
}

/** Something is still to happen to them. */
const OPEN_STAGES: ReadonlySet<DocumentRecord['stage']> = new Set(['claimed', 'sealed', 'sent', 'unknown'] as const);
const DECISIONS = ['resend', 'sent', 'withdraw', 'lost'] as const;

/** What a person can do about a document. */
export function DocumentActions({ document, reload, correct }: Props): ReactNode {
  const page = usePage();
  const { t, locale } = useWords();
  const { id, name, stage } = document;
  const concern = concernOf(document);
  const why = (): void =>
    start(page, async () => {
      const answer = await page.call('why', { file: id });
      say(page, t('why.answer', { name, answer: answer[locale] }), 'info');
    });
  return (
    <div className="actions">
      {!OPEN_STAGES.has(stage) && (
        <button
          type="button"
          onClick={() => ask(page, t('ask.resend', { count: 1 }), () => resend(page, id, t, reload))}
        >
          {t('one.resend')}
        </button>
      )}
      {!OPEN_STAGES.has(stage) && (document.standing?.replacedBy ?? null) === null && (
        <button type="button" onClick={correct}>
          {t('fix.do')}
        </button>
      )}
      {OPEN_STAGES.has(stage) && (
        <button type="button" onClick={() => settle(page, document, t, reload)}>
          {t('one.settle')}
        </button>
      )}
      {concern !== null && concern !== 'unknown' && (
        <button
          type="button"
          onClick={() => ask(page, t('ask.handle', { name }), () => handle(page, document, t, reload))}
        >
          {t('one.handle')}
        </button>
      )}
      <button type="button" onClick={why}>
        {t('one.why')}
      </button>
    </div>
  );
}

function resend(page: Page, id: string, t: Words, reload: () => void): void {
  start(page, async () => {
    const [result] = await page.call('resend', { files: [id] });
    const fault = result?.fault ?? null;
    if (fault === null) say(page, t('done.resent', { count: 1 }), 'good');
    else say(page, t('failed', { meaning: FAULTS[fault.code][page.store.get().locale].meaning }), 'bad');
    reload();
  });
}

/** What has become of a document that was never confirmed is for a person to say, when no receipt does. */
function settle(page: Page, { id, name }: DocumentRecord, t: Words, reload: () => void): void {
  const decide = (decision: (typeof DECISIONS)[number]) => () =>
    start(page, async () => {
      await page.call('settleUnknown', { document: id, decision, by: null });
      // The flow that waits for it carries the word out: its stage is still the one of before.
      say(page, t('done.settled', { name, stage: t(`settle.${decision}`) }), 'good');
      reload();
    });
  choose(
    page,
    t('ask.settle', { name }),
    DECISIONS.map((decision) => ({ label: t(`settle.${decision}`), isDanger: true, act: decide(decision) })),
  );
}

function handle(page: Page, { id, name }: DocumentRecord, t: Words, reload: () => void): void {
  start(page, async () => {
    await page.call('handle', { document: id, note: '', by: null });
    say(page, t('done.handled', { name }), 'good');
    reload();
  });
}
