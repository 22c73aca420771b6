import { useSyncExternalStore } from 'react';

/** What is open, by the part of the address behind `#`: it can be kept as a bookmark, and the browser's own keys go back. */
export interface Route {
  readonly view: string;
  /** What of it, e.g. the id of a document; '' = all. */
  readonly of: string;
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (listener) => {
      addEventListener('hashchange', listener);
      return () => removeEventListener('hashchange', listener);
    },
    () => location.hash,
  );
  const [, view = '', of = ''] = /^#\/([\w-]*)(?:\/([^/]*))?$/.exec(hash) ?? [];
  return { view: view === '' ? 'overview' : view, of: decoded(of) };
}

export const hrefOf = (view: string, of = ''): string => `#/${view}${of === '' ? '' : `/${encodeURIComponent(of)}`}`;

export function go(view: string, of = ''): void {
  location.hash = hrefOf(view, of);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A person changed the address by hand.
    return '';
  }
}
