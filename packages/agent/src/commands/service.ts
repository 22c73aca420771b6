import path from 'node:path';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTime } from '../cli/time-text.js';
import { choiceOption } from '../cli/values.js';
import { installation, serviceWrapper, swicProgram } from '../places.js';
import { type ServiceFacts, type ServiceKind, serviceDefinition } from '../service/definition.js';
import { serviceManager } from '../service/manager.js';
import type { ServiceManager } from '../service/service-manager.js';
import { liveStatus } from './status.js';

interface ServiceOptions {
  readonly name: string;
  readonly user?: string;
  readonly task?: boolean;
  readonly logon?: boolean;
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
      .option('--task', t('service.task'), false)
      .option('--logon', t('service.logon'), false)
      .action(act(work));
  };
  declare('install', t('service.install.about'), async (context, options) => {
    serviceManager().install(serviceFacts(context, options));
    context.say(t('service.installed', { name: options.name }));
    return 0;
  });
  declare('uninstall', t('service.uninstall.about'), async (context, options) => {
    serviceManager().uninstall(serviceFacts(context, options));
    context.say(t('service.uninstalled', { name: options.name }));
    return 0;
  });
  declare('status', t('service.status.about'), async (context, options) => {
    const facts = serviceFacts(context, options);
    const manager = serviceManager();
    const { code, text } = manager.status(facts);
    const lastStart = manager.lastStart(facts);
    const agent = await runningAgent(context);
    if (context.options.json) context.printJson({ code, agent, lastStart, text });
    else for (const line of [...agentLines(context, agent), ...startLines(context, lastStart)]) context.print(line);
    if (!context.options.json) context.printText(text);
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
        context.printText(serviceDefinition(options.as, serviceFacts(context, options)).trimEnd());
        return 0;
      }),
    );
}

/** The configuration is read, so that a service is never installed that cannot start. */
export function serviceFacts(
  context: Context,
  { name, user, task = false, logon = false }: ServiceOptions,
): ServiceFacts {
  const { file, directory, config } = context.load();
  return {
    name,
    program: installation()?.command ?? process.execPath,
    script: installation() === null ? [swicProgram()] : [],
    config: file,
    directory,
    user: user ?? null,
    wrapper: serviceWrapper(),
    isTask: task,
    isLogon: logon,
    places: [
      ...new Set([directory, path.resolve(directory, config.dataDir), path.resolve(directory, config.boxesDir)]),
    ],
  };
}

interface RunningAgent {
  readonly version: string;
  readonly pid: number;
  readonly startedMs: number;
}

async function runningAgent(context: Context): Promise<RunningAgent | null> {
  const snapshot = await liveStatus(context);
  if (snapshot === null) return null;
  const { version, pid, startedMs } = snapshot.agent;
  return { version, pid, startedMs };
}

function agentLines({ t }: Context, agent: RunningAgent | null): readonly string[] {
  if (agent === null) return [t('service.not-running')];
  const { version, pid, startedMs } = agent;
  return [t('service.running', { version, pid, since: formatTime(startedMs) })];
}

/** Nothing where the system says nothing. */
function startLines({ t }: Context, start: ReturnType<ServiceManager['lastStart']>): readonly string[] {
  if (start === null) return [];
  const { restarts, lastEnd } = start;
  const reason = restarts > 0 ? t('service.restarted', { restarts }) : t('service.started');
  return lastEnd === null ? [reason] : [reason, t('service.last-end', { end: lastEnd })];
}
