import type { CommandMap } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { BusinessKey } from '../../domain/document.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { Clock } from '../../ports/clock.js';
import type { StoppedFlows } from '../owner/stopped-flows.js';
import type { AwayUnit } from '../units/away-unit.js';
import type { BusinessUnit } from '../units/business-unit.js';

export interface FlowsWorld {
  readonly units: () => readonly BusinessUnit[];
  /** Businesses whose boxes cannot be opened now. */
  readonly away: () => readonly Pick<AwayUnit, 'desk' | 'gates'>[];
  /** Receipts that waited for a stopped receive flow are deposited when it starts. */
  readonly onReceiveStarted: (unit: BusinessUnit) => void;
}

/** What words about flows are kept with. */
export interface WordsWorld {
  readonly stopped: StoppedFlows;
  readonly clock: Pick<Clock, 'nowMs'>;
}

type Params = CommandMap['startFlow']['params'];

/**
 * Starts or stops flows; resolves with how many of them that changed. Rejects with `command.not-found` for a business that is not
 * configured, and with `command.failed` where boxes are away, after the others of `*` were changed: such flows come back as they
 * were, and what was meant by the word may be another thing then.
 */
export async function changeFlows(world: FlowsWorld, params: Params, act: Act): Promise<{ changed: number }> {
  const isMeant = (key: BusinessKey): boolean => params.business === '*' || key === params.business.toUpperCase();
  const units = world.units().filter(({ definition }) => isMeant(definition.key));
  const away = world.away().filter(({ desk }) => isMeant(desk.business));
  if (units.length + away.length === 0) throw new Fault('command.not-found', { business: params.business });
  let changed = 0;
  const failures: unknown[] = [];
  const tried: Act = async (gate) => {
    try {
      return await act(gate);
    } catch (reason) {
      failures.push(reason);
      return false;
    }
  };
  for (const unit of units) changed += await changeUnit(world, unit, params, tried);
  // The others were changed: with a full disk every flow is stopped, although no word is kept.
  if (failures.length > 0) throw failures[0];
  if (away.length > 0) throw areAway(away, changed);
  return { changed };
}

/** True when it changed the flow. */
type Act = (gate: FlowGate) => boolean | Promise<boolean>;

/** A person's word is durable before it is acknowledged: it holds over restarts, until the contrary is said. */
export async function stopByWord({ stopped, clock }: WordsWorld, gate: FlowGate, by: string): Promise<boolean> {
  if (gate.state === 'stopped') return false;
  try {
    await stopped.note(gate.flow, { sinceMs: clock.nowMs(), by });
  } catch (reason) {
    // With a full disk, too, nothing more is sent; that a restart would start it is told.
    gate.stop(by);
    throw reason;
  }
  return gate.stop(by);
}

export async function startByWord({ stopped }: WordsWorld, gate: FlowGate, by: string): Promise<boolean> {
  await stopped.forget(gate.flow);
  return gate.start(by);
}

async function changeUnit(world: FlowsWorld, unit: BusinessUnit, { direction }: Params, act: Act): Promise<number> {
  let changed = 0;
  if (direction !== 'receive' && !unit.definition.isReceiveOnly && (await act(unit.sending.journal.gate))) changed += 1;
  if (direction === 'send' || !(await act(unit.desk.gate))) return changed;
  if (unit.desk.gate.state !== 'stopped') world.onReceiveStarted(unit);
  return changed + 1;
}

function areAway(away: ReturnType<FlowsWorld['away']>, changed: number): Fault {
  const keys = away.map(({ desk }) => desk.business).join(', ');
  const fault = away.flatMap(({ gates }) => gates).find((gate) => gate.fault !== null)?.fault;
  return new Fault('command.failed', {
    ...fault?.detail,
    business: keys,
    changed,
    zh: `${keys} 的目录当前不可用，任务已暂停；目录恢复后自动继续（此前人工停止的除外），届时再启动或停止`,
    en: `the boxes of ${keys} are away, and its flows are held: they go on by themselves once the boxes are back, unless a person had stopped them; start or stop them then`,
  });
}
