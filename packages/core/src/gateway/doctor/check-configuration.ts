import { configWarnings } from '../../config/warnings.js';
import type { DoctorFinding } from '../../contract/doctor.js';
import { ENVIRONMENTS } from '../../contract/environment.js';
import { Fault } from '../../contract/fault.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { unknownFields } from '../settings/field-settings.js';
import { plainWarnings } from '../settings/plain-warnings.js';
import { sharedBoxProblems } from '../settings/shared-boxes.js';
import type { DoctorWorld } from './world.js';

const { ok, warning, failed, fault } = findingsOf('configuration');

/** The file as `config check` reads it, now; also while an agent runs by an older one. */
export function checkConfiguration({ file, reading, environment, clock }: DoctorWorld): DoctorCheck {
  return {
    name: 'configuration',
    look: async () => {
      if (reading instanceof Fault) return [reading.code === 'config.missing' ? missing(file) : fault(reading, file)];
      const problems = reading.outcome === 'ok' ? unknownFields(reading.loaded, reading.locate) : reading.problems;
      const bad = problems.map(({ line, path, zh, en }) =>
        failed({ zh, en }, MEND, [`${file}:${line}`, path].join(' ').trim()),
      );
      if (reading.outcome === 'invalid') return bad;
      const { clientId, environment: where, transport } = reading.loaded.config;
      const { zh, en, portal } = ENVIRONMENTS[where];
      const words = {
        zh: `${zh}（${portal}），客户端 ${clientId}，传输方式 ${transport.kind}`,
        en: `${en} (${portal}), client ${clientId}, transport ${transport.kind}`,
      };
      return [
        ok(words, file),
        ...bad,
        ...[
          ...configWarnings(reading.loaded, environment, clock.nowMs()),
          ...(await plainWarnings(reading.loaded)),
          ...sharedBoxProblems(reading.loaded),
        ].map(warned),
      ];
    },
  };
}

const MEND = { zh: '改正后运行 swic config check', en: 'Correct it, then run swic config check' };

function warned({ level, path, zh, en }: ReturnType<typeof configWarnings>[number]): DoctorFinding {
  return level === 'error' ? failed({ zh, en }, MEND, path) : warning({ zh, en }, null, path);
}

function missing(file: string): DoctorFinding {
  return failed(
    { zh: '没有这个配置文件', en: 'there is no such configuration' },
    { zh: '运行 swic init 生成，或用 --config 指明', en: 'Make one with swic init, or name one with --config' },
    file,
  );
}
