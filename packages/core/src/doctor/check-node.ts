import { arch, release, type } from 'node:os';
import type { DoctorCheck } from '../ports/doctor.js';
import { findingsOf } from './findings.js';

/** What the product is built and tested for. */
const NODE_FLOOR = [20, 19] as const;
const ARCHITECTURES: ReadonlySet<string> = new Set(['x64', 'arm64']);

const { ok, warning, failed } = findingsOf('node');

export interface Machine {
  /** Without a `v`: `20.19.0`. */
  readonly node: string;
  readonly architecture: string;
  readonly system: string;
}

const thisMachine = (): Machine => ({
  node: process.versions.node,
  architecture: arch(),
  system: `${type()} ${release()}`,
});

/** Version of Node, architecture, operating system. */
export function checkNode(machine: Machine = thisMachine()): DoctorCheck {
  return {
    name: 'node',
    look: async () => [versionFinding(machine), ...architectureFindings(machine)],
  };
}

function versionFinding({ node, architecture, system }: Machine): ReturnType<typeof ok> {
  const words = { zh: `Node ${node}，${architecture}，${system}`, en: `Node ${node}, ${architecture}, ${system}` };
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = NODE_FLOOR;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return ok(words);
  const wanted = NODE_FLOOR.join('.');
  return failed(words, {
    zh: `需要 Node.js ${wanted} 或更高版本：从 nodejs.org 安装`,
    en: `Node.js ${wanted} or newer is needed: install it from nodejs.org`,
  });
}

function architectureFindings({ architecture }: Machine): readonly ReturnType<typeof ok>[] {
  if (ARCHITECTURES.has(architecture)) return [];
  return [
    warning(
      { zh: `没有在 ${architecture} 上试验过`, en: `not tried on ${architecture}` },
      {
        zh: '请用 64 位 Node 运行 swic；32 位的卡控件用 signer.runtime 指定 32 位 node.exe',
        en: 'Run swic with a 64-bit Node; a 32-bit card library gets its own node.exe by signer.runtime',
      },
    ),
  ];
}
