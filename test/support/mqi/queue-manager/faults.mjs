/**
 * IBM MQ simulator: the fault injection. The rules lie in a JSON file, the control file, so that they survive a restart
 * of the queue manager and can be written by hand; the first rule that matches a verb decides.
 */

import fs from 'node:fs';
import path from 'node:path';

const POLL_MS = 200;

/**
 * What happens to a verb. `before`: the verb has no effect; `after`: it has its whole effect and only the answer is
 * lost or false.
 * @typedef {{ kind: 'fail', reason: number, when: 'before' | 'after' }
 *   | { kind: 'delay', delayMs: number }
 *   | { kind: 'hang', when: 'before' | 'after' }
 *   | { kind: 'crash', how: 'abort' | 'segmentation-fault', when: 'before' | 'after' }
 *   | { kind: 'break', when: 'before' | 'after' }} Act
 */

/**
 * @typedef {object} Rule
 * @property {string} verb MQPUT and so on, or `*`
 * @property {string | null} queue null: any; for MQCMIT, MQBACK and MQDISC: a queue that the unit of work touched
 * @property {number} skip so many matching calls pass first
 * @property {number | null} count so many are hit then; null: all
 * @property {Act} act
 */

export class Faults {
  #path;
  #text = '';
  /** @type {{ rule: Rule, seen: number, hits: number }[]} */
  #entries = [];
  /** @param {string} file */
  constructor(file) {
    this.#path = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.reload();
    // The tests also say `reload` over the control connection; this is for a file edited by hand. It polls, because
    // a watch on the directory would ring with every write of the journal beside it.
    fs.watchFile(file, { interval: POLL_MS, persistent: false }, () => this.reload());
  }

  /** Reads the control file; the counters start anew only when its text has changed. */
  reload() {
    const text = fs.existsSync(this.#path) ? fs.readFileSync(this.#path, 'utf8') : '';
    if (text === this.#text) return;
    const rules = parse(text);
    // Half-written by an editor: the next poll finds the whole.
    if (rules === null) return;
    this.#text = text;
    this.#entries = rules.map((rule) => ({ rule, seen: 0, hits: 0 }));
  }

  /** True while there is no rule: the hot path asks first. */
  get isIdle() {
    return this.#entries.length === 0;
  }

  /**
   * @param {string} verb
   * @param {ReadonlySet<string>} queues
   * @returns {Act | null}
   */
  take(verb, queues) {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (rule.verb !== '*' && rule.verb !== verb) continue;
      if (rule.queue !== null && !queues.has(rule.queue)) continue;
      entry.seen += 1;
      if (entry.seen <= rule.skip || (rule.count !== null && entry.hits >= rule.count)) continue;
      entry.hits += 1;
      return rule.act;
    }
    return null;
  }

  /** @returns {readonly number[]} how often each rule hit, in the order of the file */
  hits() {
    return this.#entries.map((entry) => entry.hits);
  }
}

/**
 * @param {string} text
 * @returns {readonly Rule[] | null}
 */
function parse(text) {
  if (text.trim() === '') return [];
  try {
    return JSON.parse(text).rules;
  } catch {
    return null;
  }
}
