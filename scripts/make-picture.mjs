// @ts-check
// Makes docs/images/dashboard.{zh,en}.svg: the dashboard in a real terminal (tmux) over the examples, as it is on the screen. Run by
// hand after a build when the dashboard looks different.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SWIC = path.join(ROOT, 'packages/agent/bin/swic.cjs');
const [COLUMNS, ROWS] = [104, 27];
const [CELL, LINE, EDGE] = [8.4, 19, 14];
const COLOURS = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };
/** @type {Record<string, string>} */
const FOLDERS = { DEC: 'Deccus001', MFT: 'Mft', SAS: 'Sas' };
const [BACKGROUND, FOREGROUND] = ['#0d1117', '#d7dde4'];

for (const locale of ['zh', 'en']) {
  const coloured = await capture(locale);
  mkdirSync(path.join(ROOT, 'docs/images'), { recursive: true });
  writeFileSync(path.join(ROOT, `docs/images/dashboard.${locale}.svg`), toSvg(coloured.split('\n').slice(0, ROWS - 1)));
}

/** @param {string} locale */
async function capture(locale) {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-'));
  const socket = path.join(home, 'tmux');
  const directory = path.join(home, 'w');
  const { CI: _ci, TMUX: _tmux, NO_COLOR: _noColor, ...env } = process.env;
  const tmux = (/** @type {string[]} */ ...words) =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], {
      env: { ...env, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
      encoding: 'utf8',
    });
  try {
    const words = [process.execPath, SWIC, 'demo', '--dir', directory, '--locale', locale];
    tmux('new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), words.map((word) => `'${word}'`).join(' '));
    while (!tmux('capture-pane', '-p').includes('DXPESW')) await sleep(200);
    await sleep(1_500);
    for (let round = 0; round < 12; round += 1) {
      drop(directory, 'documents', 'DEC', round);
      drop(directory, 'documents', 'MFT', round);
      drop(directory, 'documents', 'SAS', round);
      if (round === 3) drop(directory, 'broken', 'DEC', round);
      await sleep(400 + (round % 4) * 250);
    }
    tmux('send-keys', 'Down', 'Up');
    await sleep(1_500);
    return tmux('capture-pane', '-p', '-e').replaceAll(home, '/srv');
  } finally {
    try {
      tmux('send-keys', 'q', 'y');
      await sleep(2_000);
      tmux('kill-server');
    } catch {
      // It has ended with the dashboard.
    }
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {string} directory @param {string} kind @param {string} business @param {number} round */
function drop(directory, kind, business, round) {
  const folder = FOLDERS[business];
  const boxes = path.join(directory, 'boxes');
  const found = readdirSync(boxes).find((name) => name.toLowerCase() === folder?.toLowerCase());
  if (found === undefined) return;
  const from = path.join(ROOT, 'examples', kind, business);
  for (const name of readdirSync(from)
    .filter((file) => file.endsWith('.xml'))
    .slice(0, 2 + (round % 3)))
    cpSync(path.join(from, name), path.join(boxes, found, 'OutBox', `${path.parse(name).name}_${round}.xml`));
}

/** @param {readonly string[]} lines */
function toSvg(lines) {
  const width = Math.round(COLUMNS * CELL + 2 * EDGE);
  const height = lines.length * LINE + 2 * EDGE;
  const body = lines.map((line, at) => lineToSvg(line, EDGE + at * LINE)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'Sarasa Mono SC', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
${body}</svg>
`;
}

/** @param {string} line @param {number} top */
function lineToSvg(line, top) {
  let style = { fill: FOREGROUND, isBold: false, isDim: false, isInverse: false };
  let column = 0;
  let svg = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one
  for (const piece of line.split(/(\u001b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one
    const codes = /^\u001b\[([\d;]*)m$/.exec(piece)?.[1];
    if (codes !== undefined) {
      for (const code of codes.split(';').map(Number)) style = restyle(style, code);
      continue;
    }
    const cells = stringWidth(piece);
    if (cells > 0) svg += spanToSvg(piece, { x: EDGE + column * CELL, top, width: cells * CELL, style });
    column += cells;
  }
  return svg;
}

/** @param {{ fill: string, isBold: boolean, isDim: boolean, isInverse: boolean }} style @param {number} code */
function restyle(style, code) {
  if (code === 0) return { fill: FOREGROUND, isBold: false, isDim: false, isInverse: false };
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 7) return { ...style, isInverse: true };
  if (code === 27) return { ...style, isInverse: false };
  if (code === 39) return { ...style, fill: FOREGROUND };
  const fill = /** @type {Record<number, string>} */ (COLOURS)[code];
  return fill === undefined ? style : { ...style, fill };
}

/** @param {string} text @param {{ x: number, top: number, width: number, style: ReturnType<typeof restyle> }} place */
function spanToSvg(text, { x, top, width, style }) {
  const paper = style.isInverse
    ? `<rect x="${x.toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="${LINE}" fill="${style.fill}"/>`
    : '';
  if (text.trim() === '') return paper;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0');
  const fill = style.isInverse ? BACKGROUND : style.fill;
  const weight = style.isBold ? ' font-weight="bold"' : '';
  const dim = style.isDim ? ' opacity="0.6"' : '';
  return `${paper}<text x="${x.toFixed(1)}" y="${top + 14}" textLength="${width.toFixed(1)}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}${dim}>${escaped}</text>\n`;
}

/** @param {number} delayMs */
function sleep(delayMs) {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
