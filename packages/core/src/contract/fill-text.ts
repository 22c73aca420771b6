/**
 * A message with its values: `{name}` is the value, `{count|file|files}` the value with the noun that fits the number. A name without
 * a value stays as it is written.
 */
export function fillText(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined || many === undefined) return String(value);
    return `${value} ${String(value) === '1' ? one : many}`;
  });
}
