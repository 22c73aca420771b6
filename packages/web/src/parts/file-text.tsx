import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../page.js';

/** A file of the ledger, with the lines marked about which something is said. */
export interface FileTextProps {
  readonly path: string;
  readonly lines: readonly number[];
}

/** A person does not read more, and a browser draws it slowly. */
const CHARS_MAX = 1_000_000;

interface Loaded {
  readonly kind: 'loading' | 'absent' | 'large' | 'text';
  readonly text: string;
}

const ABSENT: Loaded = { kind: 'absent', text: '' };

/** As text and never as markup, whatever is in it. */
export function FileText({ path, lines }: FileTextProps): ReactNode {
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
  const marked = new Set(lines);
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
            <li key={at} className={marked.has(at + 1) ? 'marked' : undefined}>
              {line}
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
