// An agent that kills itself, as a power switch would, at one step of one port: the test's own main program around the real
// gateway. Words: <config> <port> <method> <before|after> <nth call, or nth member of the batches that it is given>. SIGKILL leaves
// no time for anything.
import { importCore } from '../support/product.mjs';

const { loadConfig, openGateway, systemClock } = await importCore();
const [config, port, method, when, nth] = process.argv.slice(2);
let calls = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may run until it arrives.
  for (;;);
}

function decorate(name, target) {
  if (name !== port) return target;
  return new Proxy(target, {
    get(object, property) {
      const value = Reflect.get(object, property, object);
      if (typeof value !== 'function') return value;
      if (property !== method) return value.bind(object);
      return (...words) => {
        const members = words.findIndex((word) => Array.isArray(word) && method !== 'write');
        const batch = members < 0 ? [null] : words[members];
        const before = calls;
        calls += batch.length;
        if (calls < Number(nth) || before >= Number(nth)) return value.apply(object, words);
        // Inside of a batch: those before it are done, and perhaps this one, and the rest never is.
        const done = Number(nth) - before - (when === 'before' ? 1 : 0);
        if (done === 0) die();
        if (members >= 0) words[members] = batch.slice(0, done);
        return settled(value.apply(object, words)).then(die);
      };
    },
  });
}

function settled(result) {
  return Array.isArray(result) ? Promise.all(result) : Promise.resolve(result);
}

const never = new AbortController().signal;
const gateway = await openGateway(
  loadConfig(config),
  { version: 'crash', clock: systemClock, console: 'none', decorate, openSigner: null, tellUpgrade: null },
  never,
);
await gateway.run(never, never);
