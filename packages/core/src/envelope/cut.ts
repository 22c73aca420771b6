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

/** A file name of at most `lengthMax` characters that keeps its extension: the base is cut, since the extension says how to read it. */
export function cutFileName(name: string, lengthMax: number): string {
  if (name.length <= lengthMax) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= EXTENSION_MAX ? name.slice(dot) : '';
  return cutText(name, lengthMax - extension.length) + extension;
}

/** Longer "extensions" are not extensions. */
const EXTENSION_MAX = 16;
