import { Server } from 'node:net';
import { vi } from 'vitest';

/** What a system says that has no handle left for one more connection; each one that knocks hears it again. */
const EMFILE = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' });

export interface Listening<T> {
  readonly opened: T;
  /** Lets the server that was opened fail to accept once more, as the system would. */
  readonly failToAccept: () => void;
}

/** A process whose handles run out for real takes the test's own with it, so the listening server is told instead. */
export async function openWithAcceptTrouble<T>(open: () => Promise<T>): Promise<Listening<T>> {
  const listen = vi.spyOn(Server.prototype, 'listen');
  try {
    const opened = await open();
    const [server] = listen.mock.contexts as unknown as Server[];
    if (server === undefined) throw new Error('nothing listens');
    return { opened, failToAccept: () => void server.emit('error', EMFILE) };
  } finally {
    listen.mockRestore();
  }
}
