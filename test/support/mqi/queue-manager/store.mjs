/**
 * IBM MQ simulator: all queues of the queue manager, their journal, and what a commit or a backout does to them.
 */

import fs from 'node:fs';
import path from 'node:path';
import { MD, PERSISTENCE } from './constants.mjs';
import { Journal } from './journal.mjs';
import { Queue } from './queue.mjs';

/**
 * The messages that one connection put or got under syncpoint since its last commit.
 * @typedef {object} UnitOfWork
 * @property {import('./queue.mjs').Message[]} puts
 * @property {import('./queue.mjs').Message[]} gets
 */

/** @returns {UnitOfWork} */
export function createUnit() {
  return { puts: [], gets: [] };
}

/**
 * @param {UnitOfWork} unit
 * @returns {ReadonlySet<string>}
 */
export function queuesOf(unit) {
  return new Set([...unit.puts, ...unit.gets].map((message) => message.queue.definition.name));
}

export class Store {
  /** @type {Map<string, Queue>} */
  queues = new Map();
  #journal;
  #nextSequence = 1;

  /**
   * @param {string} directory
   * @param {readonly import('./queue.mjs').QueueDefinition[]} definitions
   * @param {boolean} isSynced
   */
  constructor(directory, definitions, isSynced) {
    fs.mkdirSync(directory, { recursive: true });
    for (const definition of definitions) this.queues.set(definition.name, new Queue(definition));
    this.#journal = new Journal(path.join(directory, 'queue-manager.journal'), isSynced);
    for (const stored of this.#journal.live.values()) {
      this.#nextSequence = Math.max(this.#nextSequence, stored.sequence + 1);
      const queue = this.queues.get(stored.queue);
      // A queue that is no longer defined keeps its messages in the journal and shows them when it is defined again.
      if (queue !== undefined) queue.link(this.#revive(queue, stored));
    }
    this.#journal.live.clear();
  }

  /**
   * @param {Queue} queue
   * @param {import('./journal.mjs').StoredMessage} stored
   * @returns {import('./queue.mjs').Message}
   */
  #revive(queue, stored) {
    return {
      sequence: stored.sequence,
      queue,
      descriptor: stored.descriptor,
      data: stored.data,
      isPersistent: true,
      // How long a message had lived before the restart is not kept: its expiry starts again.
      expiresAt: expiryOf(stored.descriptor),
      backoutCount: stored.backoutCount,
      state: 'ready',
      previous: null,
      next: null,
      isLinked: false,
    };
  }

  /**
   * Puts a message; it becomes visible at once, or with the unit's commit.
   * @param {Queue} queue
   * @param {Buffer} descriptor
   * @param {Buffer} data
   * @param {UnitOfWork | null} unit
   */
  put(queue, descriptor, data, unit) {
    const isPersistent = descriptor.readInt32LE(MD.PERSISTENCE) === PERSISTENCE.YES;
    /** @type {import('./queue.mjs').Message} */
    const message = {
      sequence: this.#nextSequence++,
      queue,
      descriptor,
      data,
      isPersistent,
      expiresAt: expiryOf(descriptor),
      backoutCount: 0,
      state: 'put',
      previous: null,
      next: null,
      isLinked: false,
    };
    queue.link(message);
    if (unit === null) this.commit({ puts: [message], gets: [] });
    else unit.puts.push(message);
  }

  /**
   * Takes a ready message off its queue, at once or with the unit's commit.
   * @param {import('./queue.mjs').Message} message
   * @param {UnitOfWork | null} unit
   */
  take(message, unit) {
    message.queue.lock(message);
    if (unit === null) this.commit({ puts: [], gets: [message] });
    else unit.gets.push(message);
  }

  /** @param {UnitOfWork} unit */
  commit(unit) {
    this.#journal.append([
      ...unit.puts.filter((message) => message.isPersistent).map((message) => ({ put: toStored(message) })),
      ...unit.gets.filter((message) => message.isPersistent).map((message) => ({ remove: message.sequence })),
    ]);
    for (const message of unit.gets) message.queue.unlink(message);
    for (const message of unit.puts) message.state = 'ready';
    const woken = new Set(unit.puts.map((message) => message.queue));
    this.#reset(unit);
    for (const queue of woken) queue.wake();
    this.#forgetWhenEmpty();
  }

  /** @param {UnitOfWork} unit */
  backout(unit) {
    for (const message of unit.gets) message.backoutCount += 1;
    this.#journal.append(
      unit.gets
        .filter((message) => message.isPersistent)
        .map((message) => ({ backout: message.sequence, count: message.backoutCount })),
    );
    for (const message of unit.puts) message.queue.unlink(message);
    for (const message of unit.gets) message.queue.unlock(message);
    const woken = new Set(unit.gets.map((message) => message.queue));
    this.#reset(unit);
    for (const queue of woken) queue.wake();
  }

  /** @param {UnitOfWork} unit */
  #reset(unit) {
    unit.puts = [];
    unit.gets = [];
  }

  #forgetWhenEmpty() {
    for (const queue of this.queues.values()) if (queue.held > 0) return;
    this.#journal.forget();
  }
}

/**
 * @param {import('./queue.mjs').Message} message
 * @returns {import('./journal.mjs').StoredMessage}
 */
function toStored(message) {
  const { sequence, descriptor, data, backoutCount } = message;
  return { sequence, queue: message.queue.definition.name, descriptor, data, backoutCount };
}

/**
 * @param {Buffer} descriptor
 * @returns {number | null} epoch milliseconds; MQMD counts in tenths of a second, -1 is for ever
 */
function expiryOf(descriptor) {
  const tenths = descriptor.readInt32LE(MD.EXPIRY);
  return tenths < 0 ? null : Date.now() + tenths * 100;
}
