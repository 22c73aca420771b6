import { listSecrets, removeSecret, type SecretStore, saveSecret, wordFor } from '@swic/core';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { readSecret } from '../cli/read-secret.js';
import { choiceOption } from '../cli/values.js';

const EXIT_NOT_FOUND = 1;

interface SetOptions {
  readonly file: boolean;
  readonly keyring: boolean;
}

export function declareSecret({ program, t, act }: CommandHost): void {
  const secret = program.command('secret').description(t('secret.about'));
  secret
    .command('set <name>')
    .description(t('secret.set.about'))
    .option('--keyring', t('secret.keyring'), false)
    .option('--file', t('secret.file'), false)
    .action(
      act(async (context, name: string, options: SetOptions) => {
        const value = await readSecret(t('secret.prompt', { name }));
        const saved = await saveSecret(name, value, storeOf(options));
        if (context.options.json) context.printJson(saved);
        else context.say(t(saved.store === 'keyring' ? 'secret.saved.keyring' : 'secret.saved.file', { name }));
        return 0;
      }),
    );
  secret
    .command('list')
    .description(t('secret.list.about'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(
      act(async (context, options: ListingOptions) => {
        const format = formatAsked(context, options);
        const saved = await listSecrets();
        const columns: readonly Column<(typeof saved)[number]>[] = [
          { head: 'column.name', cell: ({ name }) => name },
          { head: 'column.store', cell: ({ store }) => wordFor('secretStore', store, context.locale) },
        ];
        printListing(context, format, { columns, rows: saved, value: saved });
        return 0;
      }),
    );
  secret
    .command('remove <name>')
    .description(t('secret.remove.about'))
    .action(
      act(async (context, name: string) => {
        const wasThere = await removeSecret(name);
        if (context.options.json) context.printJson({ name, wasThere });
        else context.say(t(wasThere ? 'secret.removed' : 'secret.not-there', { name }));
        return wasThere ? 0 : EXIT_NOT_FOUND;
      }),
    );
}

function storeOf({ file, keyring }: SetOptions): SecretStore | null {
  return keyring ? 'keyring' : file ? 'file' : null;
}
