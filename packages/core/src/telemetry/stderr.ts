/** Where the human log goes. Takes lines that are printable already: human-log.ts makes them. */
export function writeToStderr(lines: string): void {
  process.stderr.write(lines);
}

/** Only a terminal that wants colours gets them. */
export function isStderrColoured(): boolean {
  return process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
}
