import { type DropResult, FAULTS } from '@swic/core/contract';
import { type DragEvent, type ReactNode, useState } from 'react';
import { uploadDrop } from '../browser/upload.js';
import { ask, say, start, usePage, useWords } from '../page.js';
import { Problems } from '../parts/problems.js';
import { Said } from '../parts/said.js';

interface Checked {
  readonly file: File;
  readonly result: DropResult;
}

/** At once; more are put into the OutBox by hand. */
const FILES_MAX = 50;

/** Files for a business: checked as soon as they are dropped or chosen, and put into its OutBox after a yes. */
export function DropZone({ business }: { readonly business: string }): ReactNode {
  const page = usePage();
  const { t } = useWords();
  const [isOver, setOver] = useState(false);
  const [checked, setChecked] = useState<readonly Checked[]>([]);
  const bring = (files: readonly File[], isTrial: boolean): void =>
    start(page, async () => {
      const { session } = page.store.get();
      if (session.kind !== 'in') return;
      const results: Checked[] = [];
      for (const file of files.slice(0, FILES_MAX)) {
        const upload = { body: file, name: file.name, isTrial };
        results.push({ file, result: await uploadDrop(session.session, business, upload) });
        setChecked([...results]);
      }
      const queued = results.filter(({ result }) => result.queuedAs !== null).length;
      if (!isTrial) say(page, t('drop.done', { count: queued }), queued === files.length ? 'good' : 'bad');
      const good = results.filter(({ result }) => result.outcome === 'accepted').map(({ file }) => file);
      if (isTrial && good.length > 0)
        ask(page, t('drop.ask', { count: good.length, business }), () => bring(good, false));
    });
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    bring([...event.dataTransfer.files], true);
  };
  const onOver = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file is chosen with the keyboard by the field inside.
    <div
      className={`drop ${isOver ? 'over' : ''}`}
      onDragOver={onOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <label>
        {t('drop.here')}{' '}
        <input
          type="file"
          multiple
          aria-label={`${t('drop.here')} ${business}`}
          onChange={({ target }) => {
            bring([...(target.files ?? [])], true);
            // The same file can be chosen again once it was corrected.
            target.value = '';
          }}
        />
      </label>
      <div role="status">
        {checked.map(({ result }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file is its place; two may have one name.
          <Outcome key={at} result={result} />
        ))}
      </div>
    </div>
  );
}

function Outcome({ result: { name, outcome, fault, problems, queuedAs } }: { readonly result: DropResult }): ReactNode {
  const { t, locale } = useWords();
  const words = queuedAs !== null ? t('drop.queued', { name: queuedAs }) : t(`drop.${outcome}`);
  return (
    <>
      <p>
        {name} <Said text={words} tone={outcome === 'accepted' ? 'good' : 'bad'} />{' '}
        {fault !== null && FAULTS[fault.code][locale].meaning}
      </p>
      {problems.length > 0 && <Problems problems={problems} />}
    </>
  );
}
