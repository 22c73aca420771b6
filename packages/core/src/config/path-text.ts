/** A path as people write it; NUL is the one character that no system takes and that would cut a name short below us. */
export function isAbsoluteOrRelativePath(text: string): boolean {
  return !text.includes('\0');
}
