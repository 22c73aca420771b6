// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findInstaller, findProgram, installPackages } from './debian-package.mjs';

// Debian's wrapper in /usr/sbin changes the user; the script in /usr/lib runs as the user who calls it.
const SERVER_DIRECTORIES = ['/usr/lib/rabbitmq/bin', '/opt/homebrew/sbin', '/usr/local/sbin', '/opt/rabbitmq/sbin'];

/**
 * Where the tests' broker comes from.
 * @typedef {{ readonly kind: 'skipped' }
 *   | { readonly kind: 'external', readonly url: string }
 *   | { readonly kind: 'installed', readonly server: string }
 *   | { readonly kind: 'installable', readonly installer: readonly string[] }
 *   | { readonly kind: 'impossible', readonly sentence: string }} BrokerSource
 */

/**
 * What the choice depends on.
 * @typedef {object} BrokerFacts
 * @property {string | null} url SWIC_TEST_AMQP_URL
 * @property {boolean} isSkipped SWIC_TEST_SKIP_RABBITMQ=1
 * @property {string | null} server an installed rabbitmq-server
 * @property {readonly string[] | null} installer see findInstaller
 */

/**
 * The rule, without the world.
 * @param {BrokerFacts} facts
 * @returns {BrokerSource}
 */
export function chooseBroker({ url, isSkipped, server, installer }) {
  if (isSkipped) return { kind: 'skipped' };
  if (url !== null) return { kind: 'external', url };
  if (server !== null) return { kind: 'installed', server };
  if (installer !== null) return { kind: 'installable', installer };
  return {
    kind: 'impossible',
    sentence:
      'No RabbitMQ for the tests: install rabbitmq-server, or set SWIC_TEST_AMQP_URL to a broker, ' +
      'or set SWIC_TEST_SKIP_RABBITMQ=1 to skip these tests.',
  };
}

/**
 * Finds the broker of the tests and installs one where that is possible.
 * @param {(line: string) => void} say told before anything is installed
 * @returns {Promise<BrokerSource>} never `installable`
 */
export async function provideBroker(say) {
  const source = chooseBroker(readFacts());
  if (source.kind !== 'installable') return source;
  say('RabbitMQ is not installed: installing the Debian package rabbitmq-server (its service is not started)');
  await installPackages(source.installer, ['rabbitmq-server']);
  const server = findServer();
  if (server !== null) return { kind: 'installed', server };
  return {
    kind: 'impossible',
    sentence: 'The package rabbitmq-server was installed but its start script was not found.',
  };
}

/** @returns {BrokerFacts} */
function readFacts() {
  const url = process.env.SWIC_TEST_AMQP_URL ?? '';
  const server = findServer();
  return {
    url: url === '' ? null : url,
    isSkipped: process.env.SWIC_TEST_SKIP_RABBITMQ === '1',
    server,
    installer: server === null ? findInstaller() : null,
  };
}

/**
 * The start script of an installed server with its siblings (rabbitmqctl, rabbitmq-env) beside it, or null.
 * @returns {string | null}
 */
export function findServer() {
  if (process.platform === 'win32') return null;
  const found = findProgram('rabbitmq-server', [...SERVER_DIRECTORIES, process.env.PATH ?? ''].join(delimiter));
  if (found === null || findErlang('epmd') === null) return null;
  const script = realpathSync(found);
  return existsSync(join(dirname(script), 'rabbitmq-env')) ? script : null;
}

/**
 * A program of Erlang, or null.
 * @param {string} name
 */
export function findErlang(name) {
  return findProgram(
    name,
    [process.env.PATH ?? '', '/usr/lib/erlang/bin', '/usr/local/lib/erlang/bin'].join(delimiter),
  );
}
