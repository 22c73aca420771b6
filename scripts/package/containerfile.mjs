// @ts-check
// Reads the Containerfile, so that it alone says what the image is: the settings of an OCI image from its instructions.

/**
 * @typedef {object} ImageSettings `config` of an OCI image; Docker reads `Healthcheck` too
 * @property {string} User
 * @property {readonly string[]} Env
 * @property {readonly string[]} Entrypoint
 * @property {readonly string[]} Cmd
 * @property {string} WorkingDir
 * @property {Readonly<Record<string, object>>} Volumes
 * @property {string} StopSignal
 * @property {object} Healthcheck
 */

const NANOSECONDS = 1e9;

/** What each instruction adds. @type {Readonly<Record<string, (rest: string, before: Partial<ImageSettings>) => Partial<ImageSettings>>>} */
const INSTRUCTIONS = {
  // The root is made by us; it is the one layer.
  FROM: (rest) => demand(rest === 'scratch', `FROM ${rest}`),
  ADD: (rest) => demand(rest === 'rootfs.tar.gz /', `ADD ${rest}`),
  ENV: (rest, { Env = [] }) => ({ Env: [...Env, rest] }),
  USER: (rest) => ({ User: rest }),
  WORKDIR: (rest) => ({ WorkingDir: rest }),
  VOLUME: (rest) => ({ Volumes: Object.fromEntries(wordsOf(rest).map((path) => [path, {}])) }),
  STOPSIGNAL: (rest) => ({ StopSignal: rest }),
  HEALTHCHECK: (rest) => ({ Healthcheck: healthcheckOf(rest) }),
  ENTRYPOINT: (rest) => ({ Entrypoint: wordsOf(rest) }),
  CMD: (rest) => ({ Cmd: wordsOf(rest) }),
};

/**
 * @param {string} text
 * @returns {Partial<ImageSettings>}
 */
export function readContainerfile(text) {
  /** @type {Partial<ImageSettings>} */
  let settings = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [instruction = ''] = line.split(' ', 1);
    const read = INSTRUCTIONS[instruction];
    if (read === undefined) throw new Error(`Containerfile: ${instruction} is not understood here`);
    settings = { ...settings, ...read(line.slice(instruction.length + 1), settings) };
  }
  return settings;
}

/**
 * @param {boolean} isTrue
 * @param {string} words
 */
function demand(isTrue, words) {
  if (!isTrue) throw new Error(`Containerfile: ${words} is not understood here`);
  return {};
}

/** The JSON form alone: there is no shell for the other. @param {string} text @returns {string[]} */
function wordsOf(text) {
  return JSON.parse(text);
}

/** @param {string} text e.g. `--interval=60s --retries=3 CMD ["a"]` */
function healthcheckOf(text) {
  const at = text.indexOf('CMD ');
  const options = Object.fromEntries(
    [...text.slice(0, at).matchAll(/--([\w-]+)=(\d+)/g)].map(([, key, n]) => [key, Number(n)]),
  );
  return {
    Test: ['CMD', ...wordsOf(text.slice(at + 'CMD '.length))],
    Interval: Number(options['interval']) * NANOSECONDS,
    Timeout: Number(options['timeout']) * NANOSECONDS,
    StartPeriod: Number(options['start-period']) * NANOSECONDS,
    Retries: options['retries'],
  };
}
