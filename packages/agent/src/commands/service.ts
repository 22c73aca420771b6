import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { choiceOption } from '../cli/values.js';
import { installation, swicProgram } from '../places.js';
import { type ServiceFacts, type ServiceKind, serviceDefinition } from '../service/definition.js';
import { serviceManager } from '../service/manager.js';

interface ServiceOptions {
  readonly name: string;
  readonly user?: string;
}

export function declareService({ program, t, act }: CommandHost): void {
  const service = program.command('service').description(t('service.about'));
  const declare = (
    name: string,
    about: string,
    work: (context: Context, options: ServiceOptions) => Promise<number>,
  ): void => {
    service
      .command(name)
      .description(about)
      .option('--name <name>', t('service.name'), 'swic')
      .option('--user <user>', t('service.user'))
      .action(act(work));
  };
  declare('install', t('service.install.about'), async (context, options) => {
    serviceManager().install(factsOf(context, options));
    context.say(t('service.installed', { name: options.name }));
    return 0;
  });
  declare('uninstall', t('service.uninstall.about'), async (context, options) => {
    serviceManager().uninstall(factsOf(context, options));
    context.say(t('service.uninstalled', { name: options.name }));
    return 0;
  });
  declare('status', t('service.status.about'), async (context, options) => {
    const { code, text } = serviceManager().status(factsOf(context, options));
    context.printText(text);
    return code;
  });
  service
    .command('print')
    .description(t('service.print.about'))
    .addOption(
      choiceOption('--as <kind>', t('service.print.as'), ['systemd', 'task', 'winsw']).default(
        process.platform === 'win32' ? 'task' : 'systemd',
      ),
    )
    .option('--name <name>', t('service.name'), 'swic')
    .option('--user <user>', t('service.user'))
    .action(
      act(async (context, options: ServiceOptions & { readonly as: ServiceKind }) => {
        context.printText(serviceDefinition(options.as, factsOf(context, options)).trimEnd());
        return 0;
      }),
    );
}

/** The configuration is read, so that a service is never installed that cannot start. */
function factsOf(context: Context, { name, user }: ServiceOptions): ServiceFacts {
  const { file, directory } = context.load();
  return {
    name,
    program: installation()?.command ?? process.execPath,
    script: installation() === null ? [swicProgram()] : [],
    config: file,
    directory,
    user: user ?? null,
  };
}
