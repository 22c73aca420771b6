/** The vendor's websocket service, as seen in three public sources (domain reference, section 4.2). */
export interface ServiceRequest {
  readonly _method: string;
  readonly _id: number;
  readonly args: Readonly<Record<string, string>>;
}

export interface ServiceAnswer {
  readonly id: number;
  readonly isDone: boolean;
  readonly data: readonly string[];
  readonly errors: readonly string[];
}

export type ServiceMessage =
  /** The first message of every connection; requests before it are lost. */
  | { readonly kind: 'open' }
  | { readonly kind: 'answer'; readonly answer: ServiceAnswer }
  /** The other side has a block and wants the next one. */
  | { readonly kind: 'next-block' }
  | { readonly kind: 'other' };

export function parseServiceMessage(text: string): ServiceMessage {
  const value = parseRecord(text);
  if (value === undefined) return { kind: 'other' };
  if (value['_method'] === 'open') return { kind: 'open' };
  if (value['_method'] === '_nextBlock') return { kind: 'next-block' };
  const id = Number(value['_id']);
  const args = value['_args'];
  if (!Number.isInteger(id) || typeof args !== 'object' || args === null) return { kind: 'other' };
  const { Result: result, Data: data, Error: errors } = args as Record<string, unknown>;
  return { kind: 'answer', answer: { id, isDone: result === true, data: texts(data), errors: texts(errors) } };
}

/** `Err:Custom50070` and `Err:Base60408` carry the code; null when no entry does. */
export function errorCode(errors: readonly string[]): number | null {
  for (const error of errors) {
    const match = /^Err:(?:Custom|Base)(\d+)$/.exec(error);
    if (match !== null) return Number(match[1]);
  }
  return null;
}

/** The entries that are words for people. */
export function errorWords(errors: readonly string[]): string | null {
  const words = errors.filter((error) => !error.startsWith('Err:'));
  return words.length === 0 ? null : words.join('; ');
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // What is not JSON is no message of this service and is passed over.
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
