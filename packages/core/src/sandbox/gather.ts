import type { Clock } from '../ports/clock.js';
import type { Answer } from './answers.js';
import { joined } from './parts.js';
import type { Received } from './received.js';

/** One answer to one document. */
export interface Due {
  readonly received: Received;
  readonly answer: Answer;
  /** Which of the answers to its document it is. */
  readonly index: number;
}

/** How the platform says several of a form in one message. */
interface Form {
  readonly isOne: (xml: string) => boolean;
  readonly join: (xmls: readonly string[]) => string;
}

/** Only forms that public sources show with several of them inside: a DEC_DATA, a DxpRep, an answer of e-commerce. */
const FORMS: Readonly<Record<string, Form>> = {
  dec: {
    isOne: (xml) => xml.includes('<DEC_RESULT>'),
    join: (xmls) => `<?xml version="1.0" encoding="UTF-8"?><DEC_DATA>${xmls.map(withoutHead).join('')}</DEC_DATA>`,
  },
  dxp: {
    isOne: (xml) => xml.includes('<DxpRep'),
    join: (xmls) => joined(xmls.map((xml, at) => (at === 0 ? xml : xml.replace(/<RecevierId>[^<]*<.RecevierId>/, '')))),
  },
  ceb: { isOne: (xml) => /<CEB\d{3}Message/.test(xml), join: joined },
};

/** As many as an answer of e-commerce may hold [official schemas]. */
const GATHERED_MAX = 100;

/** What answers must have in common to go in one message; null = this one always goes alone. */
export function gatheredAs({ answer, received }: Due): string | null {
  const form = Object.keys(FORMS).find((name) => FORMS[name]?.isOne(answer.xml) === true);
  return form === undefined ? null : [form, received.clientId, answer.messageType].join(' ');
}

/** The message that says all of them; it has the name and the number of the first. */
export function gathered(key: string, [first, ...rest]: readonly [Due, ...Due[]]): Due {
  const form = FORMS[key.split(' ')[0] ?? ''];
  if (rest.length === 0 || form === undefined) return first;
  const xml = form.join([first, ...rest].map(({ answer }) => answer.xml));
  return { ...first, answer: { ...first.answer, xml } };
}

interface Gathering {
  readonly members: [Due, ...Due[]];
  readonly sent: Promise<void>;
}

/** Answers that are due within a time of one another, to documents of one client, go out together. */
export class Gatherer {
  readonly #open = new Map<string, Gathering>();
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #withinMs: number;
  readonly #send: (due: Due, signal: AbortSignal) => Promise<void>;

  constructor(clock: Pick<Clock, 'sleep'>, withinMs: number, send: (due: Due, signal: AbortSignal) => Promise<void>) {
    this.#clock = clock;
    this.#withinMs = withinMs;
    this.#send = send;
  }

  /** Resolves when the message that it is in is with the broker. */
  async add(key: string, due: Due, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(due.answer.afterMs, signal);
    const open = this.#open.get(key);
    if (open !== undefined && open.members.length < GATHERED_MAX) {
      open.members.push(due);
      return open.sent;
    }
    const members: [Due, ...Due[]] = [due];
    const gathering: Gathering = { members, sent: this.#sendSoon(key, members, signal) };
    this.#open.set(key, gathering);
    return gathering.sent;
  }

  async #sendSoon(key: string, members: [Due, ...Due[]], signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(this.#withinMs, signal);
    if (this.#open.get(key)?.members === members) this.#open.delete(key);
    await this.#send(gathered(key, members), signal);
  }
}

function withoutHead(xml: string): string {
  return xml.replace(/^<\?xml[^>]*\?>/, '');
}
