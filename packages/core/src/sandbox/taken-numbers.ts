import { elementText, type Received } from './received.js';

/** Numbers remembered; beyond this the oldest are free again, which only a very long run notices. */
const REMEMBERED_MAX = 200_000;

/** Keys, and the elements they come from, by which the business system knows a document of the enterprise: each may be used once. */
const UNIQUE = [
  ['clientSeqNo', 'ClientSeqNo'],
  ['etpsInnerInvtNo', 'EtpsInnerInvtNo'],
  ['etpsPreentNo', 'EtpsPreentNo'],
] as const;

/**
 * What the platform remembers between documents: numbers of the enterprise that were taken. The same message again (a redelivery,
 * a marked second attempt) is the same document; another message with the same number is refused, as the real one does.
 */
export class TakenNumbers {
  readonly #owners = new Map<string, string>();

  /** False when another document has this number already. */
  take(received: Received): boolean {
    const numbers = UNIQUE.map(([name, element]) => ({
      name,
      value: received.key(name) ?? elementText(received.text, element),
    }))
      .filter(({ value }) => value !== null && value !== '')
      .map(({ name, value }) => `${received.clientId} ${name} ${value}`);
    if (numbers.some((number) => (this.#owners.get(number) ?? received.messageId) !== received.messageId)) return false;
    for (const number of numbers) this.#remember(number, received.messageId);
    return true;
  }

  #remember(number: string, messageId: string): void {
    if (this.#owners.size >= REMEMBERED_MAX) {
      const [oldest] = this.#owners.keys();
      if (oldest !== undefined) this.#owners.delete(oldest);
    }
    this.#owners.set(number, messageId);
  }
}
