const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const REFERENCE = /&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|(lt|gt|amp|quot|apos));/g;

const CODE_POINT_MAX = 0x10ffff;

/** Character references and the five predefined entities. What is none of them stays as written: there is no DTD to define it. */
export function resolveReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (whole: string, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    return code <= CODE_POINT_MAX ? String.fromCodePoint(code) : whole;
  });
}

/** Character data as a parser hands it out: line ends become `\n` first, so that a written `&#13;` stays a carriage return. */
export function resolveText(text: string): string {
  return resolveReferences(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
}
