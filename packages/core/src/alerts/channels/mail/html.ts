import type { AlertText } from '../../../contract/alert-text.js';

/**
 * The same text for a mail program that shows HTML: a paragraph for each trouble, its headline in bold, the link to click on. All of it
 * is escaped, and nothing is loaded from anywhere. Pure.
 */
export function mailHtml({ title, lines }: AlertText, link: string | null, locale: 'zh' | 'en'): string {
  const paragraphs = paragraphsOf(lines).map(
    (part) => `<p>${part.map((line) => lineHtml(line, link)).join('<br>\n')}</p>`,
  );
  return [
    '<!DOCTYPE html>',
    `<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5">',
    ...paragraphs,
    '</body></html>',
    '',
  ].join('\n');
}

/** An empty line parts them. */
function paragraphsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const line of lines)
    if (line === '') parts.push([]);
    else parts.at(-1)?.push(line);
  return parts.filter((part) => part.length > 0);
}

function lineHtml(line: string, link: string | null): string {
  const text = escaped(line);
  if (line === link) return `<a href="${text}">${text}</a>`;
  return line.startsWith('[') ? `<strong>${text}</strong>` : text;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
