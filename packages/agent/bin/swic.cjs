#!/usr/bin/env node
// The bootstrap of `swic`. CommonJS, because an ES module starts the file system's thread pool before its first line runs,
// and its size cannot be changed afterwards: 4 threads instead of 32 cost nearly half of the fsyncs per second.
'use strict';

const { existsSync, statSync } = require('node:fs');
const nodeModule = require('node:module');
const { isAbsolute, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const NODE_FLOOR = [20, 19];
const EXIT_FAILED = 1;

// Plain old syntax up to the version check: an old Node must reach the sentence, not a syntax error.
if (process.env.UV_THREADPOOL_SIZE === undefined) process.env.UV_THREADPOOL_SIZE = '32';

function isNodeNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1]);
}

/** Ends the process by running out of work, so that the sentence is written even when stderr is a pipe. */
function refuse(zh, en) {
  process.stderr.write(`swic: ${zh}\nswic: ${en}\n`);
  process.exitCode = EXIT_FAILED;
}

/**
 * What the compiler made of the bundle is kept for the next start; Node.js 20 cannot. Not in a checkout, where each build would leave its
 * own, and only in a directory of this account: who can write there decides what runs.
 */
function keepCompiled() {
  if (nodeModule.enableCompileCache === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
  const { LOCALAPPDATA, XDG_CACHE_HOME, HOME } = process.env;
  const home = process.platform === 'win32' ? LOCALAPPDATA : HOME;
  if (home === undefined || !isAbsolute(home) || !isOwn(home)) return;
  const caches = process.platform === 'win32' ? home : XDG_CACHE_HOME || join(home, '.cache');
  nodeModule.enableCompileCache(join(caches, 'swic', 'compiled'));
}

function isOwn(directory) {
  const facts = statSync(directory, { throwIfNoEntry: false });
  return facts !== undefined && (process.getuid === undefined || facts.uid === process.getuid());
}

/** In a package the bundle is all there is; in a checkout it is run while it is of the build that is here. */
function findMain() {
  const packaged = join(__dirname, '..', 'lib', 'agent', 'start.js');
  if (existsSync(packaged)) {
    keepCompiled();
    return packaged;
  }
  const bundle = require('./bundle.cjs').findBundle();
  return bundle === null ? join(__dirname, '..', 'dist', 'start.js') : join(bundle, 'agent', 'start.js');
}

function start() {
  if (!isNodeNewEnough()) {
    const floor = NODE_FLOOR.join('.');
    const found = process.versions.node;
    refuse(`需要 Node.js ${floor} 或更高版本，当前为 ${found}。`, `needs Node.js ${floor} or newer; this is ${found}.`);
    return;
  }
  const main = findMain();
  if (!existsSync(main)) {
    refuse(
      '尚未构建，请先在项目根目录运行 npm run build。',
      'not built yet: run `npm run build` in the root of the checkout.',
    );
    return;
  }
  import(pathToFileURL(main).href).catch((reason) => {
    process.stderr.write(`swic: ${reason instanceof Error ? reason.stack : String(reason)}\n`);
    process.exitCode = EXIT_FAILED;
  });
}

start();
