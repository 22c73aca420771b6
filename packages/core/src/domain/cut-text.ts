/**
 * At most `lengthMax` characters. A surrogate pair is never split. A schema counts code points, which are never more than the
 * UTF-16 units counted here: what fits here fits there.
 */
export function cutText(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const last = text.charCodeAt(lengthMax - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? lengthMax - 1 : lengthMax);
}

/** As cutText; a text that was cut ends in `…`. */
export function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${cutText(text, lengthMax - 1)}…`;
}
