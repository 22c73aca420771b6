/**
 * What each signal does to a command that has documents under way:
 * - `drain`: ends it as SIGTERM does. Node's own answer to these is to end at once, with what is in flight left to the next start.
 * - `ignore`: nothing; it says nothing about ending. Node would open its debugger for SIGUSR1, which asks for no password.
 * - `default`: what the system does: a crash, job control, or a signal that no process can catch.
 */
type Answer = 'drain' | 'ignore' | 'default';

const ANSWERS = {
  // A person, a service manager, a terminal or session that is closed, a machine that goes down.
  SIGINT: 'drain',
  SIGTERM: 'drain',
  SIGHUP: 'drain',
  SIGQUIT: 'drain',
  SIGPWR: 'drain',
  // Windows: Ctrl+Break.
  SIGBREAK: 'drain',
  // Sent by scripts and by limits of the system; each of them would end a process that does not listen.
  SIGUSR2: 'drain',
  SIGALRM: 'drain',
  SIGVTALRM: 'drain',
  SIGXCPU: 'drain',
  SIGXFSZ: 'drain',
  SIGIO: 'drain',
  SIGPOLL: 'drain',
  SIGSTKFLT: 'drain',
  SIGLOST: 'drain',
  SIGUSR1: 'ignore',
  SIGPIPE: 'default',
  // Belongs to the profiler of V8, which sends it a thousand times a second.
  SIGPROF: 'default',
  SIGABRT: 'default',
  SIGBUS: 'default',
  SIGFPE: 'default',
  SIGILL: 'default',
  SIGIOT: 'default',
  SIGSEGV: 'default',
  SIGSYS: 'default',
  SIGTRAP: 'default',
  SIGUNUSED: 'default',
  SIGCHLD: 'default',
  SIGCONT: 'default',
  SIGINFO: 'default',
  SIGTSTP: 'default',
  SIGTTIN: 'default',
  SIGTTOU: 'default',
  SIGURG: 'default',
  SIGWINCH: 'default',
  SIGKILL: 'default',
  SIGSTOP: 'default',
} as const satisfies Record<NodeJS.Signals, Answer>;

const NAMES = Object.keys(ANSWERS) as readonly NodeJS.Signals[];

/** Those after which a command brings what is in flight to its end. A name that this system does not have is never sent. */
export const ENDING_SIGNALS: readonly NodeJS.Signals[] = NAMES.filter((name) => ANSWERS[name] === 'drain');

/** Calls `stop` for each of them, also for a second one. */
export function onEndingSignal(stop: () => void): void {
  for (const name of ENDING_SIGNALS) process.on(name, stop);
  for (const name of NAMES) if (ANSWERS[name] === 'ignore') process.on(name, () => undefined);
}
