// What the installer for Windows does beside copying files: stops the agent, switches to another version, starts it again, PATH.
// JavaScript, because a text in NSIS ends at 1,024 characters and a PATH does not, and because this can be tested.
//
//   node setup.cjs stop|switch|start|path-add|path-remove|configure|service-add|service-remove --root DIR [--data DIR] [--to app-1.0.0] [--scope machine|user]
'use strict';

const { execFileSync, spawn } = require('node:child_process');
const {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** The installer reads them. */
const EXIT = { done: 0, failed: 1, wasRunning: 10, stillRunning: 11 };
/** Of `sc query`. */
const STOPPED = 1;
/** The service itself gives the agent twelve minutes. */
const SERVICE_STOP_MS = 780_000;
const EXIT_NOT_RUNNING = 69;
const EXIT_DRAINING = 4;
/** `swic shutdown` waits by itself; an agent with much in flight is asked again. */
const SHUTDOWNS_MAX = 6;
const KEYS = {
  machine: 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
  user: 'HKEY_CURRENT_USER\\Environment',
};

const ACTIONS = {
  stop: ({ root, data }) => stopAgent(root, data),
  switch: ({ root, data, to }) => {
    putFile(join(root, 'install.json'), `${JSON.stringify({ data })}\n`);
    putFile(join(root, 'current.txt'), `${to}\r\n`);
    return EXIT.done;
  },
  start: ({ root, data }) => startAgent(root, data),
  'service-add': ({ root, data }) => addService(root, data),
  'service-remove': ({ root }) => removeServices(root),
  'path-add': ({ root, scope }) => changePath(scope, (path) => withDirectory(path, root)),
  'path-remove': ({ root, scope }) => changePath(scope, (path) => withoutDirectory(path, root)),
  configure: ({ data, from }) => {
    mkdirSync(data, { recursive: true });
    const file = join(data, 'swic.yaml');
    if (from !== undefined && !existsSync(file)) copyFileSync(from, file);
    return EXIT.done;
  },
};

/** The version that is used now; null before the first one. */
function currentOf(root) {
  const file = join(root, 'current.txt');
  if (!existsSync(file)) return null;
  const app = join(root, readFileSync(file, 'utf8').trim());
  return { node: join(app, 'runtime', 'node.exe'), swic: join(app, 'bin', 'swic.cjs') };
}

/** By the version that runs: another one may speak to it in another way. */
function stopAgent(root, data) {
  const current = currentOf(root);
  if (current === null) return EXIT.done;
  // Before the agent is asked: Windows would start it again.
  const stopped = servicesOf(root).filter((name) => stateOf(name) !== STOPPED);
  for (const name of stopped) if (!stopService(name)) return EXIT.stillRunning;
  putFile(join(root, 'stopped.json'), JSON.stringify(stopped));
  if (stopped.length > 0) return EXIT.wasRunning;
  let hasRun = false;
  for (let asked = 0; asked < SHUTDOWNS_MAX; asked += 1) {
    const code = codeOf(current.node, [current.swic, 'shutdown', '--config', join(data, 'swic.yaml')]);
    if (code === EXIT_DRAINING) hasRun = true;
    else if (code === 0) return EXIT.wasRunning;
    else return code === EXIT_NOT_RUNNING && hasRun ? EXIT.wasRunning : EXIT.done;
  }
  return EXIT.stillRunning;
}

function startAgent(root, data) {
  const services = namesIn(join(root, 'stopped.json'));
  if (services.length > 0)
    return services.every((name) => codeOf('sc', ['start', name]) === 0) ? EXIT.done : EXIT.failed;
  const { node, swic } = currentOf(root);
  const words = [swic, 'run', '--config', join(data, 'swic.yaml')];
  spawn(node, words, { cwd: data, detached: true, stdio: 'ignore', windowsHide: true }).unref();
  return EXIT.done;
}

/** The state of a service as `sc query` has it in every language: a number; null = there is no such service. */
function stateOf(name) {
  try {
    return stateIn(execFileSync('sc', ['query', name], { encoding: 'latin1', windowsHide: true }));
  } catch {
    return null;
  }
}

/** `STATE : 4  RUNNING`, whatever the row is called; null where there is none. */
function stateIn(text) {
  const state = /:\s*([1-7])\s+[A-Z_]+\s*$/m.exec(text)?.[1];
  return state === undefined ? null : Number(state);
}

/** Asks the service, which asks the agent; false where it still works after twelve minutes. */
function stopService(name) {
  const endMs = Date.now() + SERVICE_STOP_MS;
  codeOf('sc', ['stop', name]);
  for (;;) {
    const state = stateOf(name);
    if (state === STOPPED || state === null) return true;
    if (Date.now() > endMs) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  }
}

/** Those of swic-service.exe, as `swic service install` noted them. */
function servicesOf(root) {
  return namesIn(join(root, 'service.json')).filter((name) => stateOf(name) !== null);
}

function namesIn(file) {
  if (!existsSync(file)) return [];
  const names = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** Only with a configuration: without one there is nothing that could start. */
function addService(root, data) {
  const config = join(data, 'swic.yaml');
  if (!existsSync(config) || servicesOf(root).length > 0) return EXIT.done;
  const { node, swic } = currentOf(root);
  return codeOf(node, [swic, 'service', 'install', '--config', config]);
}

function removeServices(root) {
  for (const name of servicesOf(root)) codeOf('sc', ['delete', name]);
  for (const file of ['service.json', 'stopped.json']) rmSync(join(root, file), { force: true });
  removeLogonStarts(root);
  return EXIT.done;
}

/** Of this installation, as `swic service install --logon` has put them into the Startup folder of this user. */
function removeLogonStarts(root) {
  const startup = join(process.env.APPDATA ?? '', 'Microsoft', 'Windows', 'Start Menu', 'Programs', 'Startup');
  if (!existsSync(startup)) return;
  const files = readdirSync(startup).filter((name) => name.endsWith('.cmd'));
  for (const file of files.map((name) => join(startup, name)))
    if (readFileSync(file, 'utf8').includes(`"${join(root, 'swic.cmd')}"`)) rmSync(file, { force: true });
}

function codeOf(program, words, options = {}) {
  try {
    execFileSync(program, words, { stdio: 'ignore', windowsHide: true, ...options });
    return 0;
  } catch (reason) {
    return typeof reason.status === 'number' ? reason.status : EXIT.failed;
  }
}

/** Whole or not at all: the command reads it at any time. */
function putFile(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** `reg export` and `reg import` speak UTF-16, whatever the language of the system is; its other output does not. */
function changePath(scope, change) {
  const directory = mkdtempSync(join(tmpdir(), 'swic-path-'));
  try {
    const exported = join(directory, 'before.reg');
    const code = codeOf('reg', ['export', KEYS[scope], exported, '/y']);
    const before = code === 0 ? pathIn(readFileSync(exported, 'utf16le')) : null;
    // A machine always has one: what cannot be read must not be written over. A user may have none.
    if (before === null && scope === 'machine') return EXIT.failed;
    if (before === null && code !== 0) return EXIT.failed;
    const after = change(before ?? '');
    if (after === (before ?? '')) return EXIT.done;
    const imported = join(directory, 'after.reg');
    writeFileSync(imported, `\uFEFF${fileWithPath(KEYS[scope], after)}`, 'utf16le');
    return codeOf('reg', ['import', imported]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The value `Path` of an exported key, null where it has none: a plain text, or the bytes of one with variables in it. */
function pathIn(text) {
  // A long one is broken into lines, each with a backslash at its end; a text ends with a quote.
  const row = /^"Path"=(.*)$/im.exec(text.replace(/\\\r?\n\s*/g, ''))?.[1];
  if (row === undefined) return null;
  const bytes = /^hex\((?:1|2)\):([\s\S]*)$/.exec(row)?.[1];
  if (bytes === undefined)
    return row
      .trim()
      .slice(1, -1)
      .replace(/\\([\\"])/g, '$1');
  const numbers = bytes
    .replace(/[\\\s]/g, '')
    .split(',')
    .filter(Boolean);
  return Buffer.from(numbers.map((byte) => Number.parseInt(byte, 16)))
    .toString('utf16le')
    .replace(/\0+$/, '');
}

/** With variables in it, as Windows has it. */
function fileWithPath(key, path) {
  const bytes = [...Buffer.from(`${path}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0'));
  return `Windows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n"Path"=hex(2):${bytes.join(',')}\r\n`;
}

function withDirectory(path, directory) {
  return partsOf(path).some((part) => isSame(part, directory)) ? path : [...partsOf(path), directory].join(';');
}

function withoutDirectory(path, directory) {
  const parts = path.split(';');
  const kept = parts.filter((part) => !isSame(part, directory));
  return kept.length === parts.length ? path : kept.join(';');
}

function partsOf(path) {
  return path.split(';').filter((part) => part !== '');
}

function isSame(one, other) {
  const plain = (text) => text.replace(/\\+$/, '').toLowerCase();
  return plain(one) === plain(other);
}

/** `--name value` pairs. */
function optionsOf(words) {
  const pairs = words.flatMap((word, at) => (word.startsWith('--') ? [[word.slice(2), words[at + 1]]] : []));
  return Object.fromEntries(pairs);
}

module.exports = { pathIn, fileWithPath, withDirectory, withoutDirectory, putFile, stateIn, removeLogonStarts };

if (require.main === module) {
  const [action, ...words] = process.argv.slice(2);
  process.exitCode = ACTIONS[action](optionsOf(words));
}
