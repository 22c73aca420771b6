import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../page.js';

/** A file of the ledger, with the lines and fields marked about which something is said. Lines and columns are 1-based, 0 = unknown. */
export interface FileTextProps {
  readonly path: string;
  readonly marks: readonly { readonly line: number; readonly column: number }[];
}

/** A person does not read more, and a browser draws it slowly. */
const CHARS_MAX = 1_000_000;

interface Loaded {
  readonly kind: 'loading' | 'absent' | 'large' | 'text';
  readonly text: string;
}

const ABSENT: Loaded = { kind: 'absent', text: '' };

/** As text and never as markup, whatever is in it. */
export function FileText({ path, marks }: FileTextProps): ReactNode {
  const { t } = useWords();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading', text: '' });
  useEffect(() => {
    let isWanted = true;
    void load(path).then((found) => {
      if (isWanted) setLoaded(found);
    });
    return () => {
      isWanted = false;
    };
  }, [path]);
  if (loaded.kind === 'loading') return <p role="status">{t('detail.loading')}</p>;
  if (loaded.kind === 'absent') return <p>{t('one.no-file')}</p>;
  const columns = new Map(marks.map(({ line, column }) => [line, column]));
  return (
    <>
      <p>
        <a href={path} download="">
          {t('one.download')}
        </a>
      </p>
      {loaded.kind === 'large' ? (
        <p>{t('one.too-large')}</p>
      ) : (
        <ol className="file" tabIndex={0} aria-label={t('one.xml')}>
          {loaded.text.split(/\r\n|\n|\r/).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
            <li key={at} className={columns.has(at + 1) ? 'marked' : undefined}>
              <Line line={line} column={columns.get(at + 1) ?? 0} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

async function load(path: string): Promise<Loaded> {
  try {
    const response = await fetch(path, { cache: 'no-store' });
    if (!response.ok) return ABSENT;
    const text = await response.text();
    return text.length > CHARS_MAX ? { kind: 'large', text: '' } : { kind: 'text', text };
  } catch {
    // The agent went away: the page says so above.
    return ABSENT;
  }
}

/** The element that begins at or before the column is the field. */
function Line({ line, column }: { readonly line: string; readonly column: number }): ReactNode {
  const [from, to] = fieldIn(line, column);
  if (from === to) return line;
  return (
    <>
      {line.slice(0, from)}
      <mark>{line.slice(from, to)}</mark>
      {line.slice(to)}
    </>
  );
}

/** From where to where a line has the field of this column; twice the same place where it has none. Pure. */
export function fieldIn(line: string, column: number): readonly [number, number] {
  const at = column < 1 ? -1 : line.lastIndexOf('<', column - 1);
  const name = at < 0 ? null : /^<\/?([^\s<>/]+)/.exec(line.slice(at))?.[1];
  if (name === null || name === undefined) return [0, 0];
  const from = line[at + 1] === '/' ? Math.max(0, line.lastIndexOf(`<${name}`, at)) : at;
  const close = line.indexOf(`</${name}>`, from);
  const end = close >= 0 ? close + name.length + 3 : line.indexOf('>', from) + 1;
  return end > from ? [from, end] : [from, line.length];
}
