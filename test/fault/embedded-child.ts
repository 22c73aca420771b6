// node --import test/support/run-typescript.mjs embedded-child.ts send|receive|hold DIRECTORY QUEUE PREFIX
// Says what it did, a line each, in writes that are done before the next thing happens: a kill loses none of them.

import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { sendOne } from '../../packages/core/src/ports/array-of-one.js';
import type { Session } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import { EMBEDDED_DEFAULTS } from '../../packages/core/src/transports/embedded/settings.js';
import { createEmbeddedTransport } from '../../packages/core/src/transports/embedded/transport.js';

const LANES = 20;
const [role = '', directory = '', queue = '', prefix = ''] = argv.slice(2);
const forever = new AbortController().signal;

const say = (word: string, id: string): void => {
  writeSync(1, `${word} ${id}\n`);
};

/** A body that says its id over and over, so that a torn or mixed one is seen. */
const bodyOf = (id: string): Buffer => Buffer.from(`${id};`.repeat(200));

async function send(session: Session): Promise<void> {
  let counter = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const id = `${prefix}-${counter++}`;
      const message = {
        id,
        type: '',
        contentType: 'application/xml',
        headers: {},
        sentAtMs: null,
        body: bodyOf(id),
      } as const;
      await sendOne(session, queue, message, forever);
      say('sent', id);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function receive(session: Session): Promise<void> {
  for await (const delivery of session.receive(queue, { prefetch: 50 }, forever)) {
    const { id, body } = delivery.message;
    if (Buffer.compare(body, bodyOf(id)) !== 0) say('torn', id);
    say(delivery.isRedelivered ? 'again' : 'got', id);
    void delivery.accept().then(() => say('accepted', id));
  }
}

async function hold(session: Session): Promise<void> {
  for await (const delivery of session.receive(queue, { prefetch: 10 }, forever)) say('got', delivery.message.id);
}

const session = await createEmbeddedTransport(
  { ...EMBEDDED_DEFAULTS, kind: 'embedded', directory },
  { clock: systemClock },
).open(forever);
say('open', role);
await (role === 'send' ? send(session) : role === 'receive' ? receive(session) : hold(session));
