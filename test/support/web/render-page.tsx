import type { CommandMap, CommandName } from '@swic/core/contract';
import type { Locale } from '@swic/desk';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { browserClock } from '../../../packages/web/src/browser/clock.js';
import { openPage, type Page, PageContext } from '../../../packages/web/src/page.js';

/** What the agent would answer, by command; a command without its row fails. */
export type Answers = { readonly [N in CommandName]?: (params: CommandMap[N]['params']) => CommandMap[N]['result'] };

export interface Rendered {
  readonly element: HTMLElement;
  readonly page: Page;
}

/** A part of the page in a document of happy-dom, signed in as operator, with the agent's answers given. */
export function renderPage(part: ReactNode, answers: Answers = {}, locale: Locale = 'zh'): Rendered {
  const opened = openPage(browserClock, locale);
  const call = async (name: CommandName, params: unknown): Promise<unknown> => {
    const answer = answers[name] as ((params: unknown) => unknown) | undefined;
    if (answer === undefined) throw new Error(`no answer to ${name}`);
    return answer(params);
  };
  const page: Page = { ...opened, call: call as Page['call'] };
  const session = { user: 'clerk', role: 'operator', csrf: 'token' } as never;
  page.store.update(() => ({
    session: { kind: 'in', session },
    link: { kind: 'live' } as never,
  }));
  const element = document.createElement('div');
  document.body.append(element);
  flushSync(() => createRoot(element).render(<PageContext value={page}>{part}</PageContext>));
  return { element, page };
}

/** Presses the button of this name. */
export function press(element: HTMLElement, name: string): void {
  const buttons = [...element.querySelectorAll('button')];
  const button = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name);
  if (button === undefined) throw new Error(`no button ${name}: ${buttons.map((one) => one.textContent).join(', ')}`);
  flushSync(() => button.click());
}
