import { Fault, type FaultDetail } from '../../contract/fault.js';
import type { FaultCode } from '../../contract/fault-table.js';
import { MQ_REASONS } from './reasons.js';
import type { ClientFailure } from './wire/protocol.js';

/** What a reason that speaks of one message means where there is none: when a queue is opened or a session ends. */
const WITHOUT_MESSAGE: Partial<Record<FaultCode, FaultCode>> = {
  'transport.unroutable': 'transport.not-found',
  'transport.backed-out': 'transport.closed',
  'transport.too-large': 'transport.protocol',
};

/** Turns what the client process reported into a Fault that speaks of the connection or a queue. */
export function ibmmqFault(failure: ClientFailure, detail: FaultDetail = {}): Fault {
  switch (failure.kind) {
    case 'mqi': {
      const code = MQ_REASONS[failure.reason]?.code ?? 'transport.protocol';
      return new Fault(WITHOUT_MESSAGE[code] ?? code, { ...detail, ...explained(failure.reason), verb: failure.verb });
    }
    case 'fault':
      return Fault.fromRecord(failure.fault);
  }
}

/** The Fault of one message that MQPUT did not take. */
export function putFault(reason: number, detail: FaultDetail): Fault {
  return new Fault(MQ_REASONS[reason]?.code ?? 'transport.refused', { ...detail, ...explained(reason) });
}

/** The client process ended without a word: the library crashed, or the process was killed. */
export function clientEndFault(end: {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastWords: string;
}): Fault {
  const { exitCode, signal, lastWords } = end;
  return new Fault(
    'transport.closed',
    { problem: 'client-process', exitCode, signal },
    lastWords === '' ? null : lastWords,
  );
}

/** The number and IBM's name for a person who searches for them, and what can be done, in both languages. */
function explained(reason: number): FaultDetail {
  const known = MQ_REASONS[reason];
  return { reason, name: known?.name ?? null, zh: known?.zh ?? null, en: known?.en ?? null };
}
