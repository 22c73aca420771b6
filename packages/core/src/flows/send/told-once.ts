/** Beyond it all are forgotten, and told once more. */
const REMEMBERED_MAX = 20_000;

/** What was told of a file and its content already: one that is held is looked at again and again. */
export class ToldOnce {
  readonly #told = new Set<string>();

  /** True the first time it is asked of this content and name. */
  isNews(sha256: string, name: string): boolean {
    const what = `${sha256} ${name}`;
    if (this.#told.has(what)) return false;
    if (this.#told.size >= REMEMBERED_MAX) this.#told.clear();
    this.#told.add(what);
    return true;
  }
}
