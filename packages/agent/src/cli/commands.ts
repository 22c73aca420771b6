import { declareAlerts } from '../commands/alerts.js';
import { declareBackup } from '../commands/backup.js';
import { declareBook } from '../commands/book.js';
import { declareCard } from '../commands/card.js';
import { declareConfig } from '../commands/config.js';
import { declareDemo } from '../commands/demo.js';
import { declareDiff } from '../commands/diff.js';
import { declareDoctor } from '../commands/doctor.js';
import { declareFlows } from '../commands/flows.js';
import { declareHandle } from '../commands/handle.js';
import { declareHelp } from '../commands/help.js';
import { declareImportOfficial } from '../commands/import-official.js';
import { declareInit } from '../commands/init.js';
import { declareLedger } from '../commands/ledger.js';
import { declareLists } from '../commands/lists.js';
import { declareMetrics } from '../commands/metrics.js';
import { declareMove } from '../commands/move.js';
import { declareOpen } from '../commands/open.js';
import { declareOverdue } from '../commands/overdue.js';
import { declareReport } from '../commands/report.js';
import { declareResend } from '../commands/resend.js';
import { declareRun } from '../commands/run.js';
import { declareSandbox } from '../commands/sandbox.js';
import { declareSecret } from '../commands/secret.js';
import { declareSelftest } from '../commands/selftest.js';
import { declareService } from '../commands/service.js';
import { declareSettle } from '../commands/settle.js';
import { declareShutdown } from '../commands/shutdown.js';
import { declareStatus } from '../commands/status.js';
import { declareTestConnection } from '../commands/test-connection.js';
import { declareTrace } from '../commands/trace.js';
import { declareTransport } from '../commands/transport.js';
import { declareTui } from '../commands/tui.js';
import { declareUpdate } from '../commands/update.js';
import { declareValidate } from '../commands/validate.js';
import { declareVerify } from '../commands/verify.js';
import { declareWeb } from '../commands/web.js';
import { declareWhy } from '../commands/why.js';
import { declareCompletion } from '../completion/declare-completion.js';
import type { CommandHost } from './host.js';

/** In the order in which `swic --help` shows them. */
export const COMMANDS: readonly ((host: CommandHost) => void)[] = [
  declareInit,
  declareImportOfficial,
  declareRun,
  declareTui,
  declareWeb,
  declareStatus,
  declareMetrics,
  declareAlerts,
  declareTrace,
  declareDiff,
  declareWhy,
  declareLists,
  declareOverdue,
  declareReport,
  declareVerify,
  declareBook,
  declareLedger,
  declareBackup,
  declareMove,
  declareOpen,
  declareResend,
  declareHandle,
  declareSettle,
  declareValidate,
  declareDoctor,
  declareTestConnection,
  declareTransport,
  declareFlows,
  declareShutdown,
  declareCard,
  declareSecret,
  declareService,
  declareConfig,
  declareUpdate,
  declareSandbox,
  declareDemo,
  declareSelftest,
  declareCompletion,
  declareHelp,
];
