import { type CorrectResult, type DocumentRecord, FAULTS } from '@swic/core/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { loadText } from '../browser/file-bytes.js';
import { uploadCorrection } from '../browser/upload.js';
import { ask, say, start, usePage, useWords } from '../page.js';
import { Problems } from '../parts/problems.js';
import { Said } from '../parts/said.js';

interface Props {
  readonly document: DocumentRecord;
  readonly line: number;
  readonly close: () => void;
}

/** A copy of the file to correct here, or a corrected file from elsewhere: checked as often as wanted, then sent in its place. */
export function Correction({ document, line, close }: Props): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState<string | null | undefined>(undefined);
  const [result, setResult] = useState<CorrectResult | null>(null);
  useEffect(() => void loadText(`/files/documents/${document.id}`).then(setText), [document.id]);
  useEffect(() => showLine(field.current, text ?? '', line), [text, line]);
  const bring = (body: Blob, isTrial: boolean): void =>
    start(page, async () => {
      const { session } = page.store.get();
      if (session.kind !== 'in') return;
      const answer = await uploadCorrection(session.session, document.id, { body, name: document.name, isTrial });
      setResult(answer);
      if (answer.queuedAs === null) return;
      say(page, t('fix.sent', { name: answer.queuedAs }), 'good');
      close();
    });
  const edited = (): Blob => new Blob([withLineEnds(field.current?.value ?? '', text ?? '')]);
  const send = (body: Blob): void => ask(page, t('fix.ask', { name: document.name }), () => bring(body, false));
  return (
    <section aria-label={t('fix.title')}>
      <h2>{t('fix.title')}</h2>
      {text === undefined && <p role="status">{t('detail.loading')}</p>}
      {text === null && <p>{t('fix.no-text')}</p>}
      {typeof text === 'string' && (
        <textarea
          ref={field}
          className="file"
          aria-label={t('one.xml')}
          defaultValue={text}
          spellCheck={false}
          rows={24}
        />
      )}
      <div className="actions">
        {typeof text === 'string' && (
          <>
            <button type="button" onClick={() => bring(edited(), true)}>
              {t('fix.check')}
            </button>
            <button type="button" className="danger" onClick={() => send(edited())}>
              {t('fix.send')}
            </button>
          </>
        )}
        <label>
          {t('fix.file')}{' '}
          <input type="file" onChange={({ target }) => target.files?.[0] !== undefined && send(target.files[0])} />
        </label>
        <button type="button" onClick={close}>
          {t('ask.cancel')}
        </button>
      </div>
      <div role="status">{result !== null && <Verdict result={result} />}</div>
    </section>
  );
}

function Verdict({ result: { fault, problems, isSame } }: { readonly result: CorrectResult }): ReactNode {
  const { t, locale } = useWords();
  const text = isSame ? t('fix.same') : fault === null ? t('fix.good') : FAULTS[fault.code][locale].meaning;
  return (
    <>
      <p>
        <Said text={text} tone={fault === null && !isSame ? 'good' : 'bad'} />
      </p>
      <Problems problems={problems} />
      {fault !== null && <Said text={FAULTS[fault.code][locale].advice} tone="muted" />}
    </>
  );
}

/** The cursor is where the first problem is. */
function showLine(field: HTMLTextAreaElement | null, text: string, line: number): void {
  if (field === null || line < 1) return;
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  field.scrollTop = Math.max(0, (field.scrollHeight / Math.max(1, lines.length)) * (line - 8));
}

/** A text field knows one kind of line end; the lines that a person did not touch stay as they were. */
export function withLineEnds(edited: string, original: string): string {
  return original.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited;
}
