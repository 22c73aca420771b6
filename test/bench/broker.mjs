// The broker of a benchmark, and what it costs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { startRabbitNode } from '../support/rabbitmq-node.mjs';
import { provideBroker } from '../support/rabbitmq-server.mjs';

/** A RabbitMQ of our own in this directory, or the one of `SWIC_TEST_AMQP_URL`, whose CPU cannot be told: 0. */
export async function openBroker(directory) {
  const url = process.env.SWIC_TEST_AMQP_URL;
  if (url !== undefined) return { amqpUrl: url, cpuSeconds: () => 0, [Symbol.asyncDispose]: async () => undefined };
  await provideBroker((line) => console.log(line));
  const node = await startRabbitNode({ dir: directory, settings: [] });
  const pid = findPid(node.port);
  return {
    amqpUrl: node.amqpUrl,
    cpuSeconds: () => (pid === null ? 0 : cpuOf(pid)),
    [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
  };
}

function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The Erlang process that listens on our port; null on other systems than Linux. */
function findPid(port) {
  if (!existsSync('/proc')) return null;
  const wanted = `RABBITMQ_NODE_PORT=${port}`;
  const isBroker = (pid) => {
    try {
      return (
        readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('beam') &&
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(wanted)
      );
    } catch {
      return false;
    }
  };
  return readdirSync('/proc').find((name) => /^\d+$/.test(name) && isBroker(name)) ?? null;
}
