// The real gateway with a clock that is wrong. Words: <config> <shift in milliseconds>. Ends in good order on SIGTERM.
import { importCore } from '../support/product.mjs';

const { loadConfig, openGateway, systemClock } = await importCore();
const [config, shiftMs] = process.argv.slice(2);
const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + Number(shiftMs) };
const never = new AbortController().signal;
const intake = new AbortController();
process.on('SIGTERM', () => intake.abort());
const gateway = await openGateway(
  loadConfig(config),
  { version: 'shifted', clock, console: 'none', decorate: null, openSigner: null, tellUpgrade: null },
  never,
);
await gateway.run(intake.signal, never);
await gateway[Symbol.asyncDispose]();
