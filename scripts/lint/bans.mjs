// @ts-check
// What the code may not say, and where. ESLint's flat config replaces a rule's options when a later block sets the rule again,
// so a ban written in one block silently erases the bans of another. Here every zone carries its complete list, and
// test/architecture holds a piece of code for every ban that must fail.

/**
 * @typedef {object} Ban
 * @property {readonly string[]} selectors ESLint selectors
 * @property {string} message
 */

/** Where a Scope is told what becomes of a failure. */
const SCOPE_HANDLERS = [
  "NewExpression[callee.name='Scope']",
  "CallExpression[callee.object.name='Scope'][callee.property.name='open']",
];

/** @satisfies {Record<string, Ban>} */
export const BANS = {
  'default-export': {
    selectors: ['ExportDefaultDeclaration', "ExportSpecifier[exported.name='default']"],
    message: 'Export by name: one name everywhere.',
  },
  enum: {
    selectors: ['TSEnumDeclaration'],
    message: 'Use a union of string literals, or a table `as const`.',
  },
  namespace: {
    selectors: ["TSModuleDeclaration[kind='namespace']"],
    message: 'A file is the namespace.',
  },
  'process-exit': {
    selectors: [
      "MemberExpression[object.name='process'][property.name='exit']",
      "MemberExpression[object.name='process'] > Literal.property[value='exit']",
      "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='exit']",
      "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='exit']",
    ],
    message: 'Only a main may end its process; all other code returns or throws.',
  },
  clock: {
    selectors: [
      "MemberExpression[object.name='Date'][property.name='now']",
      "NewExpression[callee.name='Date'][arguments.length=0]",
      "CallExpression[callee.name='Date']",
      "MemberExpression[object.name='performance'][property.name='now']",
      "MemberExpression[object.name='process'][property.name='hrtime']",
    ],
    message: 'Time comes from the Clock port, as a parameter.',
  },
  timer: {
    selectors: [
      'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
      'MemberExpression[object.name=/^(globalThis|global|window)$/][property.name=/^set(Timeout|Interval)$/]',
      'ImportDeclaration[source.value=/^(node:)?timers(\\u002Fpromises)?$/]',
      "MemberExpression[object.name='AbortSignal'][property.name='timeout']",
    ],
    message: 'Timers live in runtime/: use Clock.sleep, withDeadline or a Bell.',
  },
  random: {
    selectors: ["MemberExpression[object.name='Math'][property.name='random']"],
    message: 'Chance comes from the Clock port, as a parameter.',
  },
  console: {
    selectors: ["MemberExpression[object.name='console']"],
    message: 'Modules emit events; the command prints through its output.',
  },
  'terminal-write': {
    selectors: [
      "MemberExpression[object.object.name='process'][object.property.name=/^std(out|err)$/][property.name=/^(write|end)$/]",
      "VariableDeclarator[init.object.name='process'][init.property.name=/^std(out|err)$/]",
      "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name=/^std(out|err)$/]",
      'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name=/^std(out|err)$/]',
    ],
    message: 'What is said to a terminal goes through cli/output.ts, which makes it printable.',
  },
  'host-facts': {
    selectors: [
      'ImportDeclaration[source.value=/^(node:)?os$/] > ImportSpecifier[imported.name=/^(userInfo|homedir)$/]',
      "MemberExpression[object.name='os'][property.name=/^(userInfo|homedir)$/]",
    ],
    message: 'It throws for a uid without an entry: ask hostUser of runtime/host.',
  },
  'bare-error': {
    selectors: [
      'NewExpression[callee.name=/^(|Aggregate|Eval|Range|Reference|Syntax|Type|URI)Error$/]',
      'CallExpression[callee.name=/^(|Aggregate|Eval|Range|Reference|Syntax|Type|URI)Error$/]',
    ],
    message: 'An expected failure is a Fault with a code; an impossible one is an assert.',
  },
  'swallowed-failure': {
    selectors: [
      ...SCOPE_HANDLERS.flatMap((handler) => [
        `${handler} > :function:matches([body.type='Identifier'], [body.type='Literal'], [body.type='UnaryExpression'])`,
        `${handler} > :function > BlockStatement.body[body.length=0]`,
      ]),
      "CallExpression[callee.property.name='spawn'] > :function > CallExpression.body[callee.property.name='catch'] > :function[body.name='undefined']",
    ],
    message: 'A failure has a consequence: hand it to the owner, or to endProcess where work cannot fail.',
  },
  'error-class': {
    selectors: ['ClassDeclaration[superClass.name=/Error$/]', 'ClassExpression[superClass.name=/Error$/]'],
    message: 'Fault is the one error class.',
  },
};

/** @typedef {keyof typeof BANS} BanName */

/** @type {readonly BanName[]} */
const EVERYWHERE = ['default-export', 'enum', 'namespace', 'process-exit'];
/** @type {readonly BanName[]} */
const TIME = ['clock', 'timer', 'random'];
/** @type {readonly BanName[]} */
const ERRORS = ['bare-error', 'error-class'];
/** @type {readonly BanName[]} */
const PACKAGE = [...EVERYWHERE, ...TIME, 'console', 'terminal-write', 'swallowed-failure', 'host-facts'];
/** @type {readonly BanName[]} */
const CORE = [...PACKAGE, ...ERRORS];

/**
 * @param {readonly BanName[]} bans
 * @param {readonly BanName[]} lifted
 */
const without = (bans, lifted) => bans.filter((ban) => !lifted.includes(ban));

/**
 * From the general to the special: of the zones that match a file, the last one holds, alone.
 * @type {readonly { readonly files: string[], readonly bans: readonly BanName[] }[]}
 */
export const ZONES = [
  { files: ['**/*.{ts,tsx,js,mjs,cjs}'], bans: EVERYWHERE },
  { files: ['packages/*/src/**/*.{ts,tsx}'], bans: PACKAGE },
  { files: ['packages/core/src/**/*.ts'], bans: CORE },
  { files: ['packages/core/src/contract/fault.ts'], bans: without(CORE, ['error-class']) },
  // The rooms of time itself.
  { files: ['packages/core/src/runtime/**/*.ts'], bans: without(CORE, TIME) },
  // Where the system around Node is asked.
  { files: ['packages/core/src/runtime/host/**/*.ts'], bans: without(CORE, ['host-facts']) },
  { files: ['packages/card-ffi/src/runtime/**/*.ts'], bans: without(PACKAGE, TIME) },
  // The two writers to a terminal; both are given, or make, printable text.
  { files: ['packages/agent/src/cli/output.ts'], bans: without(PACKAGE, ['terminal-write']) },
  { files: ['packages/core/src/telemetry/stderr.ts'], bans: without(CORE, ['terminal-write']) },
  // A hook turns a timer into React state and cleans it up with the component.
  { files: ['packages/tui/src/hooks/**/*.{ts,tsx}'], bans: without(PACKAGE, ['timer']) },
  // Time as the browser has it, and the page's one timer of a second.
  { files: ['packages/web/src/browser/**/*.{ts,tsx}'], bans: without(PACKAGE, ['timer', 'clock', 'random']) },
  // Mains: of the command, and of the child processes that hold a vendor's library. They end their process themselves.
  {
    files: ['packages/agent/src/main*.ts', 'packages/card-ffi/src/host/entry.ts'],
    bans: without(PACKAGE, ['process-exit']),
  },
  { files: ['packages/core/src/transports/ibmmq/client/entry.ts'], bans: without(CORE, ['process-exit']) },
  // Runs in a thread beside a main thread that may hang inside the vendor's library: it has a timer and nothing else.
  { files: ['packages/core/src/transports/ibmmq/client/watchdog.ts'], bans: without(CORE, ['timer']) },
  // Tests have deadlines, and throw whatever a test needs thrown.
  { files: ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx,mjs}'], bans: EVERYWHERE },
  // Child processes of the tests have mains, too.
  { files: ['test/**/*.mjs'], bans: without(EVERYWHERE, ['process-exit']) },
  // Their tools read the default export.
  { files: ['*.config.{ts,js}'], bans: without(EVERYWHERE, ['default-export']) },
];

/**
 * The options of `no-restricted-syntax` for a list of bans; each message begins with the ban's name.
 * @param {readonly BanName[]} bans
 * @returns {{ selector: string, message: string }[]}
 */
export function restrictions(bans) {
  return bans.flatMap((ban) => {
    const { selectors, message } = BANS[ban];
    return selectors.map((selector) => ({ selector, message: `[${ban}] ${message}` }));
  });
}
