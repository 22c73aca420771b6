import { type ReactNode, useEffect, useRef } from 'react';
import { usePage, useSome } from '../page.js';

/** The question that is open. The browser's own dialog keeps the focus inside and closes at Escape. */
export function Dialog(): ReactNode {
  const { store } = usePage();
  const question = useSome((state) => state.question);
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question !== null && element.current?.open === false) element.current.showModal();
  }, [question]);
  if (question === null) return null;
  return (
    <dialog
      ref={element}
      aria-labelledby="question"
      onClose={() => store.update((state) => (state.question === question ? { question: null } : {}))}
    >
      <p id="question">{question.sentence}</p>
      <div className="answers">
        {question.answers.map(({ label, isDanger, act }) => (
          <button
            key={label}
            type="button"
            className={isDanger ? 'danger' : ''}
            onClick={() => {
              // Closed before it is taken away: only then the browser gives the focus back to what opened it.
              element.current?.close();
              act();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </dialog>
  );
}
