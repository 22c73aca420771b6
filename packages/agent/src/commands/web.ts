import { addWebUser, listWebUsers, removeWebUser, type WebUser } from '@swic/core';
import type { Command } from 'commander';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { type Column, formatAsked, LIST_FORMATS, type ListingOptions, printListing } from '../cli/listing.js';
import { readSecret } from '../cli/read-secret.js';
import { choiceOption, oneOf } from '../cli/values.js';
import { openBrowser } from './open-browser.js';
import { operatorName } from './operator-name.js';
import { dataDirOf, withAgent } from './reach.js';

const EXIT_NOT_FOUND = 1;
const ROLES = ['viewer', 'operator'] as const satisfies readonly WebUser['role'][];

export function declareWeb({ program, t, act }: CommandHost): void {
  const web = program.command('web').description(t('web.about'));
  web
    .command('open', { isDefault: true })
    .description(t('web.open.about'))
    .option('--print', t('web.print'), false)
    .action(act((context, { print }: { readonly print: boolean }) => open(context, print)));
  declareUsers(web.command('user').description(t('web.user.about')), { program, t, act });
}

function declareUsers(user: Command, { t, act }: CommandHost): void {
  user
    .command('add <name>')
    .description(t('web.user.add.about'))
    .option('--role <role>', t('web.user.role'), 'viewer')
    .action(act((context, name: string, { role }: { readonly role: string }) => add(context, name, role)));
  user
    .command('list')
    .description(t('web.user.list.about'))
    .addOption(choiceOption('--format <format>', t('format.option'), LIST_FORMATS))
    .action(act(list));
  user.command('remove <name>').description(t('web.user.remove.about')).action(act(remove));
}

/** On a machine without a screen the address is for the browser of another window of it, or of a tunnel to it. */
async function open(context: Context, isPrintedOnly: boolean): Promise<number> {
  const { url } = await withAgent(context, (client) => client.call('webLink', { by: operatorName() }));
  if (context.options.json) context.printJson({ url });
  else if (!isPrintedOnly && (await openBrowser(dataDirOf(context), url)))
    context.say(context.t('web.opened', { url }));
  else context.print(url);
  return 0;
}

async function add(context: Context, name: string, role: string): Promise<number> {
  const user: WebUser = { name, role: oneOf('--role', role, ROLES) };
  await addWebUser(dataDirOf(context), user, await readSecret(context.t('web.user.prompt', { name })));
  if (context.options.json) context.printJson(user);
  else context.say(context.t('web.user.added', { name, role: context.t(`web.role.${user.role}`) }));
  return 0;
}

async function list(context: Context, options: ListingOptions): Promise<number> {
  const format = formatAsked(context, options);
  const users = listWebUsers(dataDirOf(context));
  const columns: readonly Column<(typeof users)[number]>[] = [
    { head: 'column.name', cell: ({ name }) => name },
    { head: 'web.column.role', cell: ({ role }) => context.t(`web.role.${role}`) },
  ];
  printListing(context, format, { columns, rows: users, value: users });
  return 0;
}

async function remove(context: Context, name: string): Promise<number> {
  const wasThere = await removeWebUser(dataDirOf(context), name);
  if (context.options.json) context.printJson({ name, wasThere });
  else context.say(context.t(wasThere ? 'web.user.removed' : 'web.user.not-there', { name }));
  return wasThere ? 0 : EXIT_NOT_FOUND;
}
