import type { Problem } from '@swic/core/contract';
import type { ReactNode } from 'react';
import { useWords } from '../page.js';
import { Said } from './said.js';

/** What the checks say, each with its place and the name of the field. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  const { t, locale } = useWords();
  return (
    <ul className="problems">
      {problems.map((problem) => (
        <li key={`${problem.line} ${problem.column} ${problem.rule} ${problem.path}`}>
          {problem.line > 0 && (
            <Said text={t('detail.place', { line: problem.line, column: problem.column })} tone="warn" />
          )}{' '}
          <strong>{[problem.path, problem.fieldZh].filter((part) => part !== '').join(' ')}</strong> {problem[locale]}
        </li>
      ))}
    </ul>
  );
}
