import type { NotificationMap } from '../../contract/notifications.js';
import type { ControlClient } from '../client/connect.js';
import { type ConversationSettings, createConversation } from './conversation.js';
import type { Hello } from './protocol.js';

type Listeners = { readonly [Name in keyof NotificationMap]: Set<(value: NotificationMap[Name]) => void> };

/** The client of an agent in this very process: the same commands and notifications, without a socket between. */
export function createLocalClient(settings: ConversationSettings, agent: Hello): ControlClient {
  const listeners: Listeners = {
    event: new Set(),
    snapshot: new Set(),
    lines: new Set(),
    testStep: new Set(),
    progress: new Set(),
  };
  const conversation = createConversation(settings, (name, value) => {
    for (const listener of listeners[name]) (listener as (value: unknown) => void)(value);
  });
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  return {
    agent,
    closed,
    call: (name, params) => conversation.call(name, params),
    on: (name, listener) => {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    async [Symbol.asyncDispose]() {
      for (const name of Object.values(listeners)) name.clear();
      conversation.end();
      close();
    },
  };
}
