// The real jobs, except for documents and messages that ask for trouble by their name or content: a thread that ends itself,
// that never ends, or that throws where nothing catches.
import * as real from '../../../packages/core/dist/workers/entry.js';

const TROUBLE = {
  exit: () => process.exit(3),
  hang: () => {
    for (;;);
  },
  throw: () => {
    setImmediate(() => {
      throw new TypeError('nothing catches this');
    });
    return new Promise(() => undefined);
  },
};

/** @param {string} text */
const troubleIn = (text) => Object.keys(TROUBLE).find((word) => text.includes(`${word}-trouble`));

export async function inspect(task) {
  const { requests } = JSON.parse(task.text);
  const word = troubleIn(requests.map(({ name }) => name).join(' '));
  if (word !== undefined) await TROUBLE[word]();
  return real.inspect(task);
}

export async function unseal(task) {
  const word = troubleIn(Buffer.from(task.buffers[0]).toString('latin1'));
  if (word !== undefined) await TROUBLE[word]();
  return real.unseal(task);
}
