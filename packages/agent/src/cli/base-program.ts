import { SWIC_VERSION } from '@swic/core/version';
import { Command } from 'commander';
import { type Locale, translator } from '../text/index.js';
import { writeHelp, writeUsage } from './output.js';
import { usageText } from './usage-text.js';

/** `swic` without its commands: what it says of itself, and how. */
export function createProgram(locale: Locale): Command {
  const t = translator(locale);
  return (
    new Command('swic')
      .description(t('program.about'))
      .version(SWIC_VERSION, '-V, --version', t('option.version'))
      .addHelpText('after', `\n${t('program.more')}`)
      // Ours explains more than commands.
      .helpCommand(false)
      .exitOverride()
      .configureOutput({
        writeOut: writeHelp,
        writeErr: writeUsage,
        outputError: (message, write) => write(`${usageText(message, locale)}\n`),
      })
      .showHelpAfterError(t('program.usage'))
  );
}
