/** What a text means; how that looks is for each frontend to say. */
export type Tone = 'plain' | 'muted' | 'strong' | 'good' | 'warn' | 'bad' | 'info';

/** A text and what it means. */
export interface Said {
  readonly text: string;
  readonly tone: Tone;
}
