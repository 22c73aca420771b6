import { type DocumentRecord, FAULTS, type ResendResult } from '@swic/core/contract';
import { type App, ask, say, start, wordsOf } from '../app.js';
import { documentList } from '../screens/documents/list.js';
import { copyToClipboard } from './copy.js';

/** The marked ones, or the selected one. */
export function resend(app: App): void {
  const { documents, place } = app.store.get();
  const selected = app.document();
  const marked = place === 'documents' ? [...documents.marked] : [];
  const files = marked.length > 0 ? marked : selected === null ? [] : [selected.id];
  if (files.length === 0) return;
  ask(app, wordsOf(app)('ask.resend', { count: files.length }), () =>
    start(app, async () => {
      const results = await app.call('resend', { files });
      app.store.update((state) => ({ documents: { ...state.documents, marked: new Set() } }));
      sayResent(app, results);
      await documentList(app).refresh();
    }),
  );
}

function sayResent(app: App, results: readonly ResendResult[]): void {
  const t = wordsOf(app);
  const failed = results.filter(({ outcome }) => outcome !== 'queued');
  const count = results.length - failed.length;
  const fault = failed[0]?.fault ?? null;
  if (failed.length === 0) return say(app, t('done.resent', { count }), 'good');
  const meaning = fault === null ? '' : FAULTS[fault.code][app.store.get().locale].meaning;
  say(app, t('done.resent-some', { count, failed: failed.length, meaning }), 'warn');
}

/** Something is still to happen to them. */
const OPEN_STAGES: ReadonlySet<DocumentRecord['stage']> = new Set(['claimed', 'sealed', 'sent', 'unknown'] as const);

/** What has become of a document that was never confirmed is for a person to say, when no receipt does. */
export function settle(app: App): void {
  const document = app.document();
  const t = wordsOf(app);
  if (document === null) return;
  if (!OPEN_STAGES.has(document.stage)) return say(app, t('settle.not-unknown'), 'warn');
  const { name, id } = document;
  const close = (): void => app.store.update(() => ({ question: null }));
  const decide = (decision: 'resend' | 'sent' | 'withdraw' | 'lost') => (): void => {
    close();
    start(app, async () => {
      const { stage } = await app.call('settleUnknown', { document: id, decision, by: null });
      say(app, t('done.settled', { name, stage: t(`stage.${stage as DocumentRecord['stage']}`) }), 'good');
    });
  };
  app.store.update(() => ({
    question: {
      rows: [t('ask.settle', { name })],
      detail: [],
      answers: [
        { key: 'r', label: t('settle.resend'), act: decide('resend') },
        { key: 's', label: t('settle.sent'), act: decide('sent') },
        { key: 'w', label: t('settle.withdraw'), act: decide('withdraw') },
        { key: 'l', label: t('settle.lost'), act: decide('lost') },
        { key: 'n', label: t('settle.cancel'), act: close },
      ],
    },
  }));
}

/** Also for a file that is still in an OutBox, by the `:why` command. */
export function why(app: App, file: string | null): void {
  const asked = file ?? app.document()?.id ?? null;
  if (asked === null) return;
  start(app, async () => {
    const answer = await app.call('why', { file: asked });
    const name = file ?? app.document()?.name ?? asked;
    say(app, wordsOf(app)('why.answer', { name, answer: answer[app.store.get().locale] }), 'info');
  });
}

async function pathOf(app: App, document: string): Promise<string | null> {
  const { detail } = app.store.get();
  if (detail?.document === document && detail.examination !== null) return detail.examination.path;
  return (await app.call('examine', { document })).path;
}

export function openPath(app: App): void {
  const document = app.document();
  if (document === null) return;
  start(app, async () => {
    const path = await pathOf(app, document.id);
    if (path === null) return say(app, wordsOf(app)('open.none'), 'warn');
    await app.openPath(path);
    say(app, wordsOf(app)('done.opened', { path }), 'info');
  });
}

/** The path where there is one, since that is what is pasted into a file dialog; the document's id otherwise. */
export function copyDocument(app: App): void {
  const document = app.document();
  if (document === null) return;
  start(app, async () => copyToClipboard(app, (await pathOf(app, document.id)) ?? document.id));
}
