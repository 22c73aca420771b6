import type { Command } from 'commander';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { oneOf } from '../cli/values.js';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** The first word of what the scripts of the shells ask; it is no command that a person types. */
const REQUEST = 'complete';

/** `swic completion <shell>` prints the script that a shell loads once. */
export function declareCompletion({ program, t, act }: CommandHost): void {
  program
    .command('completion <shell>')
    .description(t('completion.about'))
    .addHelpText('after', `\n${t('completion.how')}`)
    .action(
      act(async (_, shell: string) => {
        const known = oneOf('shell', shell, SHELLS);
        const { script } = await import('@bomb.sh/tab');
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
