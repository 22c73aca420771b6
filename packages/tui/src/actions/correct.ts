import { type CorrectResult, concernOf, Fault } from '@swic/core/contract';
import { type App, ask, say, start, wordsOf } from '../app.js';
import { documentList } from '../screens/documents/list.js';

/** Problems named in the question; the rest is found by editing once more. */
const PROBLEMS_SHOWN = 4;

/** From a refused document to its successor: a copy in the editor, the checks, one answer. */
export function correct(app: App): void {
  const document = app.document();
  if (document === null) return;
  start(app, async () => {
    // Before anything is edited: what was replaced already, or is on its way, is told of now.
    const { path, name } = await app.call('correctable', { document: document.id });
    await edit(app, document.id, await app.copyForEditing(path, name));
  });
}

async function edit(app: App, document: string, copy: string): Promise<void> {
  try {
    await app.suspend(() => app.openEditor(copy));
  } catch (reason) {
    const { program, code } = Fault.from(reason, 'command.failed').detail;
    const how = typeof code === 'number' ? `${program} ${code}` : String(program ?? '');
    return say(app, wordsOf(app)('correct.editor', { how, copy }), 'bad');
  }
  const checked = await app.call('correct', { document, file: copy, isTrial: true });
  if (checked.isSame) return say(app, wordsOf(app)('correct.same'), 'warn');
  question(app, { document, copy }, checked);
}

function question(app: App, { document, copy }: { document: string; copy: string }, checked: CorrectResult): void {
  const t = wordsOf(app);
  const { locale } = app.store.get();
  const close = (): void => app.store.update(() => ({ question: null }));
  const send = {
    key: 'y',
    label: t('correct.send'),
    act: (): void => {
      close();
      start(app, async () => {
        const { queuedAs } = await app.call('correct', { document, file: copy, isTrial: false });
        say(app, t(queuedAs === null ? 'correct.kept' : 'correct.sent', { copy, name: queuedAs ?? '' }), 'good');
        await documentList(app).refresh();
      });
    },
  };
  const again = {
    key: 'e',
    label: t('correct.again'),
    act: (): void => {
      close();
      start(app, () => edit(app, document, copy));
    },
  };
  const keep = {
    key: 'n',
    label: t('correct.keep'),
    act: (): void => {
      close();
      say(app, t('correct.kept', { copy }), 'info');
    },
  };
  const isGood = checked.fault === null;
  app.store.update(() => ({
    question: {
      rows: [t(isGood ? 'correct.good' : 'correct.bad', { count: checked.problems.length })],
      detail: checked.problems.slice(0, PROBLEMS_SHOWN).map((problem) => ({
        text: `${problem.path} ${problem[locale]}`,
        tone: problem.level === 'reject' ? ('bad' as const) : ('warn' as const),
      })),
      answers: isGood ? [send, again, keep] : [again, keep],
    },
  }));
}

/** A person's word that a refused document is dealt with, though nothing replaces it. */
export function handle(app: App): void {
  const document = app.document();
  const t = wordsOf(app);
  if (document === null) return;
  const concern = concernOf(document);
  if (concern === null || concern === 'unknown') return say(app, t('handle.nothing'), 'warn');
  ask(app, t('ask.handle', { name: document.name }), () =>
    start(app, async () => {
      await app.call('handle', { document: document.id, note: '', by: null });
      say(app, t('done.handled', { name: document.name }), 'good');
      await documentList(app).reload();
    }),
  );
}
