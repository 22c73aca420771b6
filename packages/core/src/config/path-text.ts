/**
 * A path as people write it. Control characters and replacement characters are none of a name: NUL would cut it short below us, a
 * line feed is the end of a block in YAML, and U+FFFD is what is left of a name in another encoding.
 */
export function isAbsoluteOrRelativePath(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return !/[\u0000-\u001f\u007f\ufffd]/.test(text);
}
