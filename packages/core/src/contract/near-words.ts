/** Shorter beginnings could mean anything. */
const BEGINNING_MIN = 3;

/**
 * The known word that was probably meant: in another casing, one letter more, less, other or exchanged, or the only one that begins
 * like this; null = none is near. Pure.
 */
export function nearestWord(text: string, known: readonly string[]): string | null {
  const upper = text.toUpperCase();
  return (
    known.find((word) => word.toUpperCase() === upper) ??
    known.find((word) => isOneLetterAway(upper, word.toUpperCase())) ??
    onlyOneThatBegins(upper, known)
  );
}

function onlyOneThatBegins(upper: string, known: readonly string[]): string | null {
  if (upper.length < BEGINNING_MIN) return null;
  const [word, second] = known.filter((each) => each.toUpperCase().startsWith(upper));
  return word === undefined || second !== undefined ? null : word;
}

function isOneLetterAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 2 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  const isOther = short.slice(at + 1) === long.slice(at + 1);
  const isExchanged =
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
  return isOther || isExchanged;
}
