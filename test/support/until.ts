/** Waits for a condition, with a deadline; the last state is said when it is missed. For what no event tells. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const startedMs = Date.now();
  while (!(await isTrue())) {
    if (Date.now() - startedMs > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
