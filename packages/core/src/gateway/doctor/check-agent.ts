import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import type { DoctorWorld } from './world.js';

const { ok, skipped, fault } = findingsOf('agent');

/** Does one run, and can it be asked? */
export function checkAgent({ agent, agentFault, loaded }: DoctorWorld): DoctorCheck {
  return {
    name: 'agent',
    look: async () => {
      if (agent !== null) {
        const { pid, version } = agent;
        return [
          ok({
            zh: `swic ${version} 正在运行（进程 ${pid}）；以下检查由它完成`,
            en: `swic ${version} is running (process ${pid}) and has done these checks`,
          }),
        ];
      }
      if (agentFault !== null) return [fault(agentFault)];
      if (loaded === null)
        return [
          skipped({
            zh: '没有可用的配置，不知道要问谁',
            en: 'without a configuration that can be used there is none to ask',
          }),
        ];
      return [skipped({ zh: '没有正在运行的 swic', en: 'none is running' })];
    },
  };
}
