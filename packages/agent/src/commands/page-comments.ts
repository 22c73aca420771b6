/** What a pasted page says beside the settings, as comments at the end of swic.yaml. */
export function pageComments(left: readonly string[]): string {
  return left.map((words) => `# 传输设置: ${words.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}
