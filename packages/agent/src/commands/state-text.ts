import { type DeclarationState, missingParts, wordFor } from '@swic/core';
import type { Context } from '../cli/context.js';
import { translator } from '../text/index.js';

/** `released P 已放行`: phase, code and what it means; '' where nothing is known. */
export function stateText({ locale }: Pick<Context, 'locale'>, state: DeclarationState | null): string {
  if (state === null) return '';
  const meaning = locale === 'zh' ? state.zh : state.en;
  // As `documents` says it: 退单 is what customs does.
  const word = state.isRefused ? 'refused' : state.phase;
  const phase = word === null ? null : wordFor('phase', word, locale);
  const share = missingParts(state.parts);
  const answered = share === '' ? '' : translator(locale)('parts.answered', { share });
  const words = [phase, state.code, meaning, state.part, answered].filter((part) => part !== null && part !== '');
  return [...new Set(words)].join(' ');
}
