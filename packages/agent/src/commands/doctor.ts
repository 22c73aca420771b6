import {
  DOCTOR_CHECKS,
  type DoctorFinding,
  type DoctorReport,
  type DoctorSection,
  environmentMark,
  examineInstallation,
  Fault,
  wordFor,
  worldAlone,
} from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';
import { withAgent } from './reach.js';

const EXIT_UNHEALTHY = 1;
/** Longer than all checks together may take. */
const REPORT_LIMIT_MS = 75_000;

export function declareDoctor({ program, t, act }: CommandHost): void {
  program
    .command('doctor')
    .description(t('doctor.about'))
    .action(
      act(async (context) => {
        const report = await examine(context);
        if (context.options.json) context.printJson(report);
        else printReport(context, report);
        return report.isHealthy ? 0 : EXIT_UNHEALTHY;
      }),
    );
}

/** By the agent where one runs, since its rights, its secrets and its card are what counts; otherwise from here. */
export async function examine(context: Context): Promise<DoctorReport> {
  const { clock, options } = context;
  let agentFault: Fault | null = null;
  try {
    return await askAgent(context);
  } catch (reason) {
    const fault = Fault.from(reason, 'command.failed');
    // That none runs is no fault, and what is wrong with the configuration has a check of its own.
    const isTold = fault.code === 'instance.not-running' || fault.code.startsWith('config.');
    agentFault = isTold ? null : fault;
  }
  const world = await worldAlone({
    file: options.config,
    clock,
    environment: process.env,
    agentFault,
    inspectSigner: async (loaded, signal) =>
      (await import('../signing/inspect-signer.js')).inspectSigner(loaded, clock, signal),
  });
  return examineInstallation(world, new AbortController().signal);
}

function askAgent(context: Context): Promise<DoctorReport> {
  return withAgent(context, (client) => within(context, REPORT_LIMIT_MS, () => client.call('doctor', null)));
}

/** A process that is stopped while it works keeps its socket and never answers. */
async function within<T>({ clock }: Context, limitMs: number, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(limitMs, over.signal).then(() => {
    const seconds = Math.round(limitMs / 1_000);
    throw new Fault('command.failed', {
      zh: `正在运行的 swic 在 ${seconds} 秒内没有应答`,
      en: `the running agent did not answer in ${seconds} s`,
    });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

export function printReport(context: Context, report: DoctorReport): void {
  const { locale, t } = context;
  const { environment, clientId, file, sections } = report;
  const mark = environment === null ? '' : environmentMark(environment, locale);
  context.print(`${mark}swic doctor  ${clientId === null ? '' : `${clientId}  `}${file}`);
  for (const line of formatTable(
    null,
    sections.flatMap((section) => rowsOf(context, section)),
  ))
    context.print(line);
  const count = (outcome: DoctorFinding['outcome']): number =>
    sections.flatMap(({ findings }) => findings).filter((finding) => finding.outcome === outcome).length;
  context.print(
    t(report.isHealthy ? 'doctor.well' : 'doctor.unwell', { failed: count('failed'), warnings: count('warning') }),
  );
}

function rowsOf({ locale }: Context, { check, findings }: DoctorSection): readonly (readonly string[])[] {
  const groups = groupsOf(findings);
  return groups.flatMap(({ outcome, abouts, advice, ...words }, at) => {
    const title = at === 0 ? DOCTOR_CHECKS[check][locale] : '';
    const text = [...(abouts.length === 0 ? [] : [abouts.join(' ')]), words[locale]].join('  ');
    const needsAdvice = outcome === 'failed' || outcome === 'warning';
    // The same words to several findings are said once, behind the last.
    const isLast = groups[at + 1]?.advice?.[locale] !== advice?.[locale];
    return [
      [wordFor('outcome', outcome, locale), title, text],
      ...(advice === null || !needsAdvice || !isLast ? [] : [['', '', `→ ${advice[locale]}`]]),
    ];
  });
}

type Group = Omit<DoctorFinding, 'about'> & { readonly abouts: readonly string[] };

/** What is said of several things alike is said once, of all of them. */
function groupsOf(findings: readonly DoctorFinding[]): readonly Group[] {
  const groups: Group[] = [];
  for (const { about, ...said } of findings) {
    const abouts = about === null ? [] : [about];
    const last = groups.at(-1);
    if (last === undefined || last.en !== said.en || last.outcome !== said.outcome) groups.push({ ...said, abouts });
    else groups[groups.length - 1] = { ...last, abouts: [...last.abouts, ...abouts] };
  }
  return groups;
}
