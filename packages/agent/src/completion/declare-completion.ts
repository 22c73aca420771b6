import type { Command } from 'commander';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { oneOf } from '../cli/values.js';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** The first word of what the scripts of the shells ask; it is no command that a person types. */
const REQUEST = 'complete';

/**
 * The script for bash takes the words of the line from the package bash-completion. A server has none; there bash's own words do, with
 * which only a word with `=` or `:` is not completed.
 */
const WORDS_OF_BASH = `# Where the package bash-completion is not loaded.
if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        words=("\${COMP_WORDS[@]}")
        cword=$COMP_CWORD
        cur=\${COMP_WORDS[COMP_CWORD]}
        prev=\${COMP_WORDS[COMP_CWORD-1]}
    }
fi`;

/** `swic completion <shell>` prints the script that a shell loads once. */
export function declareCompletion({ program, t, act }: CommandHost): void {
  program
    .command('completion <shell>')
    .description(t('completion.about'))
    .addHelpText('after', `\n${t('completion.how')}`)
    .action(
      act(async (context, shell: string) => {
        const known = oneOf('shell', shell, SHELLS);
        const { script } = await import('@bomb.sh/tab');
        if (known === 'bash') context.printText(`${WORDS_OF_BASH}\n`);
        script(known, program.name(), program.name());
        return 0;
      }),
    );
}

/** The words after `swic complete --`; null where a person typed something. */
export function completionAsked([, , word, end, ...typed]: readonly string[]): readonly string[] | null {
  return word === REQUEST && end === '--' ? typed : null;
}

/** Answers a shell; whatever goes wrong, it is not told in the middle of a line that a person types. */
export async function answerShell(context: Context, program: Command, typed: readonly string[]): Promise<number> {
  const { printCompletions } = await import('./complete.js');
  await printCompletions(context, program, typed);
  return 0;
}
