/** Whether the list of commands is all that is asked for, and in which language: `swic --help`, `swic --locale en -h`. */
export function helpAlone([, , ...words]: readonly string[]): {
  readonly isAsked: boolean;
  readonly locale: 'zh' | 'en' | null;
} {
  const rest = words.filter((word) => word !== '--help' && word !== '-h' && word !== 'help');
  const [first = '', second = '', ...more] = rest;
  const said = first.startsWith('--locale=') ? first.slice('--locale='.length) : first === '--locale' ? second : null;
  const isOther = said === null ? rest.length > 0 : more.length > 0 || (first !== '--locale' && second !== '');
  const isAsked = !isOther && rest.length < words.length;
  if (said === null) return { isAsked, locale: null };
  // A wrong word is answered by the whole program.
  return said === 'zh' || said === 'en' ? { isAsked, locale: said } : { isAsked: false, locale: null };
}
