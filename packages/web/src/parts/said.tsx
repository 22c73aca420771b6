import type { Tone } from '@swic/desk';
import type { ReactNode } from 'react';

/** A text in the colour of what it means. */
export function Said({ text, tone }: { readonly text: string; readonly tone: Tone }): ReactNode {
  return <span className={`tone-${tone}`}>{text}</span>;
}
