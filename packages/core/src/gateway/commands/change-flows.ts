import type { CommandMap } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { BusinessKey } from '../../domain/document.js';
import type { FlowGate } from '../../flows/flow-gate.js';
import type { AwayUnit } from '../units/away-unit.js';
import type { BusinessUnit } from '../units/business-unit.js';

export interface FlowsWorld {
  readonly units: () => readonly BusinessUnit[];
  /** Businesses whose boxes cannot be opened now. */
  readonly away: () => readonly Pick<AwayUnit, 'desk' | 'gates'>[];
  /** Receipts that waited for a stopped receive flow are deposited when it starts. */
  readonly onReceiveStarted: (unit: BusinessUnit) => void;
}

type Params = CommandMap['startFlow']['params'];

/**
 * Starts or stops flows; resolves with how many of them that changed. Rejects with `command.not-found` for a business that is not
 * configured, and with `command.failed` where boxes are away, after the others of `*` were changed: such flows come back as the
 * configuration has them, so that a word about them would be forgotten.
 */
export async function changeFlows(
  world: FlowsWorld,
  params: Params,
  act: (gate: FlowGate) => boolean,
): Promise<{ changed: number }> {
  const isMeant = (key: BusinessKey): boolean => params.business === '*' || key === params.business.toUpperCase();
  const units = world.units().filter(({ definition }) => isMeant(definition.key));
  const away = world.away().filter(({ desk }) => isMeant(desk.business));
  if (units.length + away.length === 0) throw new Fault('command.not-found', { business: params.business });
  let changed = 0;
  for (const unit of units) changed += changeUnit(world, unit, params, act);
  if (away.length > 0) throw areAway(away, changed);
  return { changed };
}

function changeUnit(
  world: FlowsWorld,
  unit: BusinessUnit,
  { direction }: Params,
  act: (gate: FlowGate) => boolean,
): number {
  let changed = 0;
  if (direction !== 'receive' && !unit.definition.isReceiveOnly && act(unit.sending.journal.gate)) changed += 1;
  if (direction === 'send' || !act(unit.desk.gate)) return changed;
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
    zh: `${keys} 的目录当前不可用，任务已暂停；目录恢复后按配置自动继续，届时再启动或停止`,
    en: `the boxes of ${keys} are away, and its flows are held: they go on as configured once the boxes are back; start or stop them then`,
  });
}
