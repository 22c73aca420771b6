import type { TextKey } from '../text/index.js';

/** How a command is shown in the list of `swic --help`. */
export interface CommandLine {
  /** Its name with its arguments. */
  readonly usage: string;
  readonly about: TextKey;
  /** It has commands of its own, and no options. */
  readonly isGroup: boolean;
}

/** The commands as they declare themselves (a test compares), so that the list can be shown without loading them. */
export const COMMAND_LINES: readonly CommandLine[] = [
  { usage: 'init', about: 'init.about', isGroup: false },
  { usage: 'import-official', about: 'import.about', isGroup: false },
  { usage: 'run', about: 'run.about', isGroup: false },
  { usage: 'tui', about: 'tui.about', isGroup: false },
  { usage: 'web', about: 'web.about', isGroup: true },
  { usage: 'status', about: 'status.about', isGroup: false },
  { usage: 'metrics', about: 'metrics.about', isGroup: false },
  { usage: 'alerts', about: 'alerts.about', isGroup: true },
  { usage: 'trace <what>', about: 'trace.about', isGroup: false },
  { usage: 'diff <document> [other]', about: 'diff.about', isGroup: false },
  { usage: 'why [file]', about: 'why.about', isGroup: false },
  { usage: 'receipts', about: 'receipts.about', isGroup: false },
  { usage: 'documents', about: 'documents.about', isGroup: false },
  { usage: 'overdue', about: 'overdue.about', isGroup: false },
  { usage: 'report', about: 'report.about', isGroup: false },
  { usage: 'verify', about: 'verify.about', isGroup: false },
  { usage: 'book', about: 'book.about', isGroup: true },
  { usage: 'ledger', about: 'ledger.about', isGroup: true },
  { usage: 'backup <file>', about: 'backup.about', isGroup: false },
  { usage: 'restore <file>', about: 'restore.about', isGroup: false },
  { usage: 'move', about: 'move.about', isGroup: true },
  { usage: 'open <what> [box]', about: 'open.about', isGroup: false },
  { usage: 'resend <files...>', about: 'resend.about', isGroup: false },
  { usage: 'handle <document>', about: 'handle.about', isGroup: false },
  { usage: 'settle <document> <decision>', about: 'settle.about', isGroup: false },
  { usage: 'validate <files...>', about: 'validate.about', isGroup: false },
  { usage: 'doctor', about: 'doctor.about', isGroup: false },
  { usage: 'test-connection', about: 'test.about', isGroup: false },
  { usage: 'transport', about: 'transport.about', isGroup: true },
  { usage: 'start <business> [direction]', about: 'flow.start.about', isGroup: false },
  { usage: 'stop <business> [direction]', about: 'flow.stop.about', isGroup: false },
  { usage: 'pause', about: 'flow.pause.about', isGroup: false },
  { usage: 'resume', about: 'flow.resume.about', isGroup: false },
  { usage: 'shutdown', about: 'shutdown.about', isGroup: false },
  { usage: 'card', about: 'card.about', isGroup: true },
  { usage: 'secret', about: 'secret.about', isGroup: true },
  { usage: 'service', about: 'service.about', isGroup: true },
  { usage: 'config', about: 'config.about', isGroup: true },
  { usage: 'update', about: 'update.about', isGroup: true },
  { usage: 'sandbox', about: 'sandbox.about', isGroup: false },
  { usage: 'demo', about: 'demo.about', isGroup: false },
  { usage: 'selftest', about: 'selftest.about', isGroup: false },
  { usage: 'completion <shell>', about: 'completion.about', isGroup: false },
  { usage: 'help [topic...]', about: 'help.about', isGroup: false },
];
