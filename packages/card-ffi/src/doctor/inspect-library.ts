import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseBinary, resolveSymbol } from '../binary/binary.js';
import type { BinaryFacts, BinaryKind } from '../binary/facts.js';
import { readKind } from '../binary/runtime-architecture.js';
import { SPC_NAMES } from '../bindings/functions.js';
import type { HostOptions } from '../client/host-process.js';
import type { Profile } from '../profiles/profile.js';
import { type Finding, failed, ok, skipped, warning } from './findings.js';

/** What can be said of library and runtime from their files alone; nothing is loaded. */
export function inspectFiles(options: HostOptions): readonly Finding[] {
  const library = readBinary(options.library);
  const runtime = readKind(options.runtime);
  const findings = [libraryFinding(options.library, library), runtimeFinding(options.runtime, runtime)];
  if (library.kind !== 'binary') return findings;
  const parent = runtime ?? null;
  return [
    ...findings,
    bitnessFinding(library.facts, parent),
    dependencyFinding(options, library.facts),
    functionFinding(options.profile, library.facts),
  ];
}

type ReadBinary =
  | { readonly kind: 'binary'; readonly facts: BinaryFacts }
  | { readonly kind: 'missing' }
  | { readonly kind: 'foreign' };

function readBinary(path: string): ReadBinary {
  if (!existsSync(path)) return { kind: 'missing' };
  const facts = parseBinary(readFileSync(path));
  return facts === undefined ? { kind: 'foreign' } : { kind: 'binary', facts };
}

function libraryFinding(path: string, found: ReadBinary): Finding {
  switch (found.kind) {
    case 'binary':
      return ok('library', [
        `找到卡控件 ${path}（${found.facts.bits} 位）`,
        `The card library is ${path} (${found.facts.bits}-bit)`,
      ]);
    case 'missing':
      return failed(
        'library',
        [`找不到卡控件 ${path}`, `There is no card library at ${path}`],
        [
          '安装 EportIkey 卡控件，或在配置 signer.library 中写出 SPSecureAPI 的完整路径',
          'Install the EportIkey card control, or name the full path of SPSecureAPI in signer.library',
        ],
      );
    case 'foreign':
      return failed(
        'library',
        [`${path} 不是动态库`, `${path} is no loadable library`],
        ['请指向 DLL 或 .so 文件本身', 'Point at the DLL or .so file itself'],
      );
  }
}

function runtimeFinding(path: string, found: BinaryKind | undefined): Finding {
  if (found !== undefined)
    return ok('runtime', [
      `运行卡控件的 Node：${path}（${found.bits} 位）`,
      `Node for the library: ${path} (${found.bits}-bit)`,
    ]);
  return failed(
    'runtime',
    [`找不到可用的 Node：${path}`, `There is no usable Node at ${path}`],
    ['修正 signer.runtime', 'Correct signer.runtime'],
  );
}

function bitnessFinding(library: BinaryFacts, runtime: BinaryKind | null): Finding {
  if (runtime === null) return skipped('bitness', ['未检查位数', 'The bitness was not compared']);
  const pair = `${library.architecture} / ${runtime.architecture}`;
  if (library.format === runtime.format && library.architecture === runtime.architecture)
    return ok('bitness', [`位数一致：${pair}`, `Library and Node agree: ${pair}`]);
  return failed(
    'bitness',
    [`卡控件与 Node 位数不同：${pair}`, `Library and Node differ: ${pair}`],
    [
      `将 signer.runtime 设为 ${library.bits} 位的 Node，或改用另一位数的卡控件`,
      `Set signer.runtime to a ${library.bits}-bit Node, or use the library of the other bitness`,
    ],
  );
}

/** A loader looks in more places than we know, so what is not found here is a warning: the host step has the last word. */
function dependencyFinding(options: HostOptions, library: BinaryFacts): Finding {
  const directories = searchDirectories(options, library);
  const present = new Set(directories.flatMap(namesIn));
  const missing = library.needs.filter((name) => !/^(?:api|ext)-ms-/i.test(name) && !present.has(fileKey(name)));
  if (missing.length === 0)
    return ok('dependencies', [
      `依赖齐全（${library.needs.length} 个）`,
      `All ${library.needs.length} libraries it needs were found`,
    ]);
  const list = missing.join(', ');
  return warning(
    'dependencies',
    [`未找到依赖：${list}`, `Not found in the usual places: ${list}`],
    [
      '重新安装卡控件，使其辅助库与主库在同一目录',
      'Install the card control again, so that its helper libraries lie beside it',
    ],
  );
}

function searchDirectories(options: HostOptions, library: BinaryFacts): readonly string[] {
  const extra = (name: string): readonly string[] =>
    (options.environment[name] ?? process.env[name] ?? '').split(delimiter).filter((one) => one !== '');
  const own = dirname(options.library);
  if (library.format === 'elf') {
    const roots = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib'];
    const multiarch = roots.flatMap((root) =>
      ['x86_64-linux-gnu', 'i386-linux-gnu', 'aarch64-linux-gnu'].map((one) => join(root, one)),
    );
    return [own, ...extra('LD_LIBRARY_PATH'), ...roots, ...multiarch];
  }
  const windows = process.env['SystemRoot'] ?? 'C:\\Windows';
  return [
    own,
    join(windows, library.bits === 32 ? 'SysWOW64' : 'System32'),
    join(windows, 'System32'),
    windows,
    ...extra('PATH'),
  ];
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).map(fileKey);
  } catch {
    // A directory of a search path that does not exist or may not be read holds nothing for us.
    return [];
  }
}

function fileKey(name: string): string {
  return process.platform === 'win32' ? name.toLowerCase() : name;
}

function functionFinding(profile: Profile, library: BinaryFacts): Finding {
  const exports = new Set(library.exports);
  const wanted = SPC_NAMES.flatMap((name) =>
    profile.functions[name] === null ? [] : [profile.functions[name].symbol],
  );
  const missing = wanted.filter((symbol) => resolveSymbol(exports, symbol) === undefined);
  const needed = (['SpcInitEnvEx', 'SpcClearEnv', 'SpcVerifyPIN', 'SpcSignData'] as const).flatMap(
    (name) => profile.functions[name]?.symbol ?? [],
  );
  const lacking = needed.filter((symbol) => missing.includes(symbol));
  if (lacking.length > 0) {
    return failed(
      'functions',
      [`缺少必需函数：${lacking.join(', ')}`, `Functions that are needed are missing: ${lacking.join(', ')}`],
      [
        `此库可能不是 ${profile.name}；换用或编写匹配的 card.profile`,
        `This may not be a library of the kind ${profile.name}; choose or write a card.profile that fits`,
      ],
    );
  }
  if (missing.length === 0)
    return ok('functions', [`函数齐全（${wanted.length} 个）`, `All ${wanted.length} functions are there`]);
  return warning(
    'functions',
    [
      `缺少 ${missing.length} 个函数：${missing.join(', ')}`,
      `${missing.length} functions are missing: ${missing.join(', ')}`,
    ],
    [
      '旧版控件常见，不影响签名；用到时会提示',
      'Usual with older libraries and harmless for signing; using one of them will say so',
    ],
  );
}
