// An agent that kills itself, as a power switch would, at one step of one port: the test's own main program around the real
// gateway. Words: <config> <port> <method> <before|after> <nth call>. SIGKILL leaves no time for anything.
import { importCore } from '../support/product.mjs';

const { loadConfig, openGateway, systemClock } = await importCore();
const [config, port, method, when, nth] = process.argv.slice(2);
let calls = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may run meanwhile.
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
        calls += 1;
        const isIt = calls === Number(nth);
        if (isIt && when === 'before') die();
        const result = value.apply(object, words);
        return isIt ? Promise.resolve(result).then(die) : result;
      };
    },
  });
}

const never = new AbortController().signal;
const gateway = await openGateway(
  loadConfig(config),
  { version: 'crash', clock: systemClock, console: 'none', decorate, openSigner: null },
  never,
);
await gateway.run(never, never);
