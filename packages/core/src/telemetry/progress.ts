import type { SwicEvent } from '../contract/events.js';
import type { Clock } from '../ports/clock.js';
import { endProcess, Scope } from '../runtime/scope.js';
import type { Locale } from './log-rows/row.js';
import { countText, durationText } from './phrases.js';

const BAR_CELLS = 10;

/** How often it is said, and whether what came since then is said at the end. */
export interface ProgressChoice {
  readonly eachMs: number;
  readonly saysRest: boolean;
}

/** Adds up what goes well and says it now and then, as long as something happens: how many, how fast, and how long the rest takes. */
export class Progress implements AsyncDisposable {
  readonly #choice: ProgressChoice;
  readonly #locale: Locale;
  readonly #clock: Clock;
  readonly #print: (message: string) => void;
  readonly #scope: Scope;
  #sent = 0;
  #receipts = 0;
  #rejected = 0;
  #sentBefore = 0;
  #isNews = false;
  #isTicking = false;
  #sinceMs = 0;
  /** What each business has before it, by its last look and what was done since. */
  readonly #left = new Map<string, number>();

  constructor(choice: ProgressChoice, locale: Locale, clock: Clock, print: (message: string) => void) {
    this.#choice = choice;
    this.#locale = locale;
    this.#clock = clock;
    this.#print = print;
    // Only `#tick` runs in it, which ends by itself or by the abort of this scope.
    this.#scope = new Scope(new AbortController().signal, endProcess);
  }

  count(event: SwicEvent): void {
    if (event.type === 'outbox.looked') {
      this.#left.set(event.business, event.waiting + event.settled + event.inFlight);
      return;
    }
    if (event.type === 'document.sent' || event.type === 'document.rejected')
      this.#left.set(event.business, Math.max(0, (this.#left.get(event.business) ?? 0) - 1));
    if (event.type === 'document.sent') this.#sent += 1;
    else if (event.type === 'receipt.deposited') this.#receipts += 1;
    else if (event.type === 'document.rejected') this.#rejected += 1;
    else return;
    this.#isNews = true;
    if (this.#isTicking || this.#scope.signal.aborted) return;
    this.#isTicking = true;
    this.#sinceMs = this.#clock.tickMs();
    this.#scope.spawn((signal) => this.#tick(signal).finally(() => (this.#isTicking = false)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope[Symbol.asyncDispose]();
    if (this.#isNews && this.#choice.saysRest) this.#say();
  }

  async #tick(signal: AbortSignal): Promise<void> {
    do {
      await this.#clock.sleep(this.#choice.eachMs, signal);
      this.#say();
    } while (this.#isNews);
  }

  #say(): void {
    const nowMs = this.#clock.tickMs();
    const rate = ((this.#sent - this.#sentBefore) * 1_000) / Math.max(1, nowMs - this.#sinceMs);
    this.#isNews = this.#sent !== this.#sentBefore;
    this.#sentBefore = this.#sent;
    this.#sinceMs = nowMs;
    const [sent, receipts, rejected] = [this.#sent, this.#receipts, this.#rejected].map(countText);
    const isZh = this.#locale === 'zh';
    const parts = [
      isZh ? `已发送 ${sent}` : `sent ${sent}`,
      ...(rate < 1 ? [] : [isZh ? `${countText(rate)} 份/秒` : `${countText(rate)}/s`]),
      isZh ? `回执 ${receipts}` : `receipts ${receipts}`,
      ...(this.#rejected === 0 ? [] : [isZh ? `校验失败 ${rejected}` : `rejected ${rejected}`]),
      ...this.#leftText(rate),
    ];
    this.#print(parts.join(' · '));
  }

  /** How many are left, how long they take at this rate, and a bar; nothing where all is done. */
  #leftText(rate: number): readonly string[] {
    const left = [...this.#left.values()].reduce((sum, count) => sum + count, 0);
    if (left === 0) return [];
    const share = (this.#sent + this.#rejected) / (this.#sent + this.#rejected + left);
    const cells = Math.floor(share * BAR_CELLS);
    const bar = `[${'#'.repeat(cells)}${'-'.repeat(BAR_CELLS - cells)}] ${Math.floor(share * 100)}%`;
    const isZh = this.#locale === 'zh';
    const time = durationText((left / rate) * 1_000);
    return [
      isZh ? `剩余 ${countText(left)}` : `${countText(left)} left`,
      ...(rate < 1 ? [] : [isZh ? `约 ${time}` : `about ${time}`]),
      bar,
    ];
  }
}
