/** At the beginning of a line (a byte order mark may be before it), or inside of braces. */
const LOCALE_LINE = /(?:^(?:\xef\xbb\xbf|\ufeff)?|[{,]\s*)["']?locale["']?[ \t]*:[ \t]*["']?(zh|en)\b/m;

/**
 * The language that the text of a configuration asks for, without reading the rest of it: it may be no configuration, and may be decoded
 * byte by byte, since this line is the same in GBK and in UTF-8. Null = it does not say.
 */
export function localeIn(text: string): 'zh' | 'en' | null {
  const found = LOCALE_LINE.exec(text)?.[1];
  return found === 'zh' || found === 'en' ? found : null;
}
