import { type FormEvent, type ReactNode, useState } from 'react';
import { type SignInOutcome, signIn } from '../browser/session.js';
import { refreshSession, usePage, useSome, useWords } from '../page.js';

const SAID = { link: 'in.link', password: 'in.wrong', wait: 'in.wait', failed: 'in.failed' } as const;

/** By name and password where there are users; otherwise it says which command opens the page. */
export function SignIn(): ReactNode {
  const { store } = usePage();
  const { t } = useWords();
  const session = useSome((state) => state.session);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const hasUsers = session.kind === 'out' && session.none.hasUsers;
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const words = { name: String(fields.get('name')), password: String(fields.get('password')) };
    const said = await signIn(words);
    setOutcome(said);
    if (said === 'in') await refreshSession(store);
  };
  return (
    <main className="sign-in">
      <h1>{t('in.title')}</h1>
      {hasUsers && (
        <form onSubmit={(event) => void submit(event)}>
          <label>
            {t('in.name')}
            <input name="name" autoComplete="username" required maxLength={64} />
          </label>
          <label>
            {t('in.password')}
            <input name="password" type="password" autoComplete="current-password" required maxLength={200} />
          </label>
          <button type="submit">{t('in.do')}</button>
        </form>
      )}
      <p role="alert">{outcome !== null && outcome !== 'in' ? t(SAID[outcome]) : ''}</p>
      <p>
        {t('in.by-command')} <code>swic web</code>
      </p>
    </main>
  );
}
