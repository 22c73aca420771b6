// @ts-check
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeHome } from './rabbitmq-home.mjs';
import { findErlang } from './rabbitmq-server.mjs';

const run = promisify(execFile);

const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 30_000;
const CTL_LIMIT_MS = 60_000;
const POLL_MS = 50;
const AMQP_GREETING = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

// Ends with the test process whatever ends that, SIGKILL included: the pipe closes, `cat` returns, and the broker goes.
const KEEPER = `
cat > /dev/null
for group in $(cat "$1/groups"); do kill -s KILL -- "-$group"; done
rm -rf "$1"
`;

/**
 * A RabbitMQ of our own: own ports, data, cookie and epmd; it disturbs no other broker on the machine and leaves nothing behind.
 *
 * created ──start──▶ running ──stop | kill──▶ down ──start──▶ running;  any ──dispose──▶ gone
 */
export class RabbitNode {
  /** @type {string} */ #server;
  /** @type {string} */ #home;
  /** @type {NodeJS.ProcessEnv} */ #env;
  /** @type {string} */ #epmdPort;
  /** @type {import('node:child_process').ChildProcess} */ #keeper;
  /** @type {import('node:child_process').ChildProcess | null} */ #epmd = null;
  /** @type {import('node:child_process').ChildProcess | null} */ #broker = null;
  /** @type {number} */ port;
  /** @type {string} */ amqpUrl;

  /** @param {import('./rabbitmq-home.mjs').NodeHome} place */
  constructor({ home, server, port, epmdPort, env }) {
    this.#server = server;
    this.#home = home;
    this.#epmdPort = String(epmdPort);
    this.#env = env;
    this.#keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', home], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    // The test process may end without waiting for the keeper: that is what the keeper is for.
    this.#keeper.unref();
    /** @type {import('node:net').Socket} */ (this.#keeper.stdin).unref();
    this.port = port;
    this.amqpUrl = `amqp://guest:guest@127.0.0.1:${port}`;
  }

  /** Resolves when the broker accepts AMQP connections. Starting again after stop or kill finds the old data and the old port. */
  async start() {
    if (this.#broker !== null) return;
    this.#epmd ??= await this.#spawn(/** @type {string} */ (findErlang('epmd')), ['-port', this.#epmdPort]);
    this.#broker = await this.#spawn(this.#server, []);
    await this.#whenServing(this.#broker, Date.now() + START_LIMIT_MS);
  }

  /** An orderly shutdown: connections are closed with a reason, data is written. */
  async stop() {
    await this.#end('SIGTERM');
  }

  /** A crash of the broker: nothing is closed, nothing is written. See keepDefinitions. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** The broker is frozen with its connections open, as behind a dead network; see thaw. */
  freeze() {
    this.#signal('SIGSTOP');
  }

  thaw() {
    this.#signal('SIGCONT');
  }

  /**
   * rabbitmqctl against this node. Useful words: `close_all_connections reason`, and for connection.blocked
   * `set_vm_memory_high_watermark 0`, undone by `set_vm_memory_high_watermark 0.4`.
   * @param {readonly string[]} words
   * @returns {Promise<string>} its output
   */
  async ctl(...words) {
    const program = join(dirname(this.#server), 'rabbitmqctl');
    const { stdout } = await run(program, ['--quiet', ...words], { env: this.#env, timeout: CTL_LIMIT_MS });
    return stdout;
  }

  /**
   * Brings queues, exchanges and bindings to the disk. RabbitMQ answers a declaration a moment before that (Mnesia caches its
   * log), and a crash in this moment forgets the queue with the confirmed messages in it. Call this after declaring and before
   * kill(), unless that loss is what the test is about.
   */
  async keepDefinitions() {
    await this.ctl('eval', 'catch mnesia:sync_log().');
  }

  /** The broker's log, for a test that failed. */
  async log() {
    const directory = join(this.#home, 'log');
    const names = await readdir(directory);
    const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
    return texts.join('\n');
  }

  /** Kills what runs and removes the data. */
  async [Symbol.asyncDispose]() {
    await this.kill();
    this.#epmd?.kill('SIGKILL');
    this.#epmd = null;
    await this.#writeGroups();
    const hasEnded = this.#keeper.exitCode !== null || this.#keeper.signalCode !== null;
    const ended = hasEnded ? null : once(this.#keeper, 'exit');
    this.#keeper.ref();
    this.#keeper.stdin?.end();
    await ended;
    await rm(this.#home, { recursive: true, force: true });
  }

  /**
   * In a process group of its own: Ctrl-C in the terminal must reach the tests first, and one signal reaches all it started.
   * @param {string} program
   * @param {readonly string[]} words
   */
  async #spawn(program, words) {
    const output = await open(join(this.#home, 'output.log'), 'a');
    try {
      const options = { detached: true, env: this.#env, cwd: this.#home };
      const child = spawn(program, words, { ...options, stdio: ['ignore', output.fd, output.fd] });
      await once(child, 'spawn');
      child.unref();
      await this.#writeGroups(child.pid);
      return child;
    } finally {
      await output.close();
    }
  }

  /** @param {number} [newcomer] */
  async #writeGroups(newcomer) {
    const groups = [this.#epmd?.pid, this.#broker?.pid, newcomer].filter((pid) => pid !== undefined);
    await writeFile(join(this.#home, 'groups'), groups.join('\n'));
  }

  /**
   * @param {import('node:child_process').ChildProcess} broker
   * @param {number} limitMs a moment of Date.now()
   */
  async #whenServing(broker, limitMs) {
    while (!(await answersAmqp(this.port))) {
      if (broker.exitCode !== null || broker.signalCode !== null || Date.now() > limitMs) {
        const output = await readFile(join(this.#home, 'output.log'), 'utf8');
        await this.kill();
        throw new Error(`RabbitMQ did not start: ${output.trim().split('\n').slice(-5).join(' | ')}`);
      }
      await delay(POLL_MS);
    }
  }

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  async #end(signal) {
    const broker = this.#broker;
    if (broker === null) return;
    const ended = broker.exitCode === null && broker.signalCode === null ? once(broker, 'exit') : null;
    broker.ref();
    this.#signal(signal);
    // A frozen broker cannot act on SIGTERM before it runs again.
    this.#signal('SIGCONT');
    const timer = setTimeout(() => this.#signal('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    // The script has ended; the Erlang machine may need a moment more.
    while (await acceptsConnections(this.port)) await delay(POLL_MS);
    clearTimeout(timer);
    this.#broker = null;
    await this.#writeGroups();
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    const group = this.#broker?.pid;
    if (group === undefined) return;
    try {
      process.kill(-group, signal);
    } catch (reason) {
      // ESRCH: the group is gone already, which is what a signal to end it wants.
      if (/** @type {NodeJS.ErrnoException} */ (reason).code !== 'ESRCH') throw reason;
    }
  }
}

/**
 * Starts a node of its own under a directory. Dispose it (`await using`).
 * @param {{ dir: string, settings?: readonly string[] }} options `dir` exists; `settings` are further lines of rabbitmq.conf
 * @returns {Promise<RabbitNode>}
 */
export async function startRabbitNode({ dir, settings = [] }) {
  const node = new RabbitNode(await makeHome(dir, settings));
  try {
    await node.start();
  } catch (reason) {
    await node[Symbol.asyncDispose]();
    throw reason;
  }
  return node;
}

/**
 * True when the broker greets a client: it does so only after it has started completely.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answersAmqp(port) {
  return probe(port, (socket, answer) => {
    socket.once('connect', () => socket.write(AMQP_GREETING));
    socket.once('data', (bytes) => answer(bytes[0] === 1));
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function acceptsConnections(port) {
  return probe(port, (socket, answer) => socket.once('connect', () => answer(true)));
}

/**
 * @param {number} port
 * @param {(socket: import('node:net').Socket, answer: (isYes: boolean) => void) => void} ask
 * @returns {Promise<boolean>}
 */
function probe(port, ask) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    /** @param {boolean} isYes */
    const answer = (isYes) => {
      socket.destroy();
      resolve(isYes);
    };
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('timeout', () => answer(false));
    ask(socket, answer);
  });
}
