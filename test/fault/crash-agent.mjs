// An agent that kills itself, as a power switch would, at one step of one port: the test's own main program around the real
// gateway. Words: <config> <port> <method> <before|after> <nth call, or nth member of the batches that it is given>. SIGKILL leaves
// no time for anything.
import { importCore } from '../support/product.mjs';

const { loadConfig, loadDrill, openGateway, systemClock } = await importCore();
const { killAt } = await loadDrill();
const [config, port, method, side, nth] = process.argv.slice(2);

function die() {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing may run until it arrives.
  for (;;);
}

const never = new AbortController().signal;
const decorate = killAt({ port, method, side, nth: Number(nth) }, die);
const gateway = await openGateway(
  loadConfig(config),
  { version: 'crash', clock: systemClock, console: 'none', decorate, openSigner: null, tellUpgrade: null },
  never,
);
await gateway.run(never, never);
