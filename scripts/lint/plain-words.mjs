// @ts-check
// Words that the prose of this project does without, in comments and in sentences for people. Text of one word is left alone: it is
// an identifier, a code or a key.

/** Word -> what to say instead. */
export const PLAIN_WORDS = {
  nobody: 'no person, no signer, no reader: say who is missing',
  whoever: 'name the one: the caller, the operator, the signer',
  somebody: 'name the one: a person, another program',
  stands: 'is',
  lies: 'is',
  meanwhile: 'since then, at the same time, or nothing',
  'any more': 'no longer',
};

const PATTERN = new RegExp(`\\b(${Object.keys(PLAIN_WORDS).join('|')})\\b`, 'gi');

/**
 * The words of the table in a text, in their order.
 * @param {string} text
 * @returns {readonly (keyof typeof PLAIN_WORDS)[]}
 */
export function wordsIn(text) {
  if (!/\s/.test(text.trim())) return [];
  return [...text.replace(/\n\s*\*?\s*/g, ' ').matchAll(PATTERN)].map(
    ([word]) => /** @type {keyof typeof PLAIN_WORDS} */ (word.toLowerCase()),
  );
}

/** @type {import('eslint').Rule.RuleModule} */
export const plainWords = {
  meta: { type: 'suggestion', messages: { word: 'Not "{{word}}": {{instead}}.' }, schema: [] },
  create(context) {
    /** @param {string} text @param {import('estree').SourceLocation} loc */
    const check = (text, loc) => {
      for (const word of wordsIn(text))
        context.report({ loc, messageId: 'word', data: { word, instead: PLAIN_WORDS[word] } });
    };
    return {
      Program() {
        for (const { value, loc } of context.sourceCode.getAllComments()) if (loc) check(value, loc);
      },
      Literal(node) {
        if (typeof node.value === 'string' && node.loc) check(node.value, node.loc);
      },
      TemplateElement(node) {
        if (node.loc) check(node.value.raw, node.loc);
      },
    };
  },
};
