/**
 * The verifier that goes into each file of the book: plain JavaScript without any library, for a browser and for Node.js, and written apart from
 * the code that makes the book, so that a mistake of the one is not hidden by the other. A test holds the two against each other.
 */
const CHECK = `// Checks a file of the book of swic.
//
//  1. Each line of entries.ndjson is one entry. Its "content" is the SHA-256 of its body: JSON, the names of each object in the
//     order of their characters, no white space. Where the body is null, the content is all that is known of it.
//  2. Its "hash" is the SHA-256 of seq, prev and content, each followed by a line feed.
//  3. Its "prev" is the hash of the entry before it, and seq counts without a gap. One entry that was changed, removed, put in or
//     moved breaks this chain.
//  4. The first and the last entry, and the last one of each day, are those of manifest.json.
//  5. Each other file has the SHA-256 of manifest.json, and each receipt the one of its entry.
//
// It cannot see that all was made anew, with all its hashes. For that, compare the heads of the days, which it prints, with those that
// were kept elsewhere: in alarms and daily reports, or signed.

async function sha256(bytes) {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const ofText = (text) => sha256(new TextEncoder().encode(text));

function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((name) => JSON.stringify(name) + ':' + canonical(value[name]));
  return '{' + fields.join(',') + '}';
}

// read(name) gives the bytes of a file, or null; lines() gives the lines of entries.ndjson one after the other.
async function check(read, lines) {
  const problems = [];
  const manifest = JSON.parse(new TextDecoder().decode(await read('manifest.json')));
  const days = [];
  const receipts = new Map();
  const gaps = [];
  let last = null;
  let entries = 0;
  for await (const line of lines()) {
    if (line === '') continue;
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      problems.push('a line after entry ' + (last ? last.seq : 0) + ' is not JSON');
      continue;
    }
    entries += 1;
    const at = 'entry ' + entry.seq + ': ';
    if (last === null) {
      if (entry.seq !== manifest.first || entry.prev !== manifest.anchor) problems.push(at + 'the file does not begin here');
    } else {
      if (entry.seq > last.seq + 1) problems.push(at + (entry.seq - last.seq - 1) + ' entries before it were removed');
      if (entry.seq <= last.seq) problems.push(at + 'it was put in or moved');
      if (entry.prev !== last.hash) problems.push(at + 'it does not follow the entry before it');
    }
    if (entry.body !== null && (await ofText(canonical(entry.body))) !== entry.content) problems.push(at + 'its body was changed');
    if ((await ofText(entry.seq + '\\n' + entry.prev + '\\n' + entry.content + '\\n')) !== entry.hash) problems.push(at + 'its hash is wrong');
    if (entry.body !== null && entry.body.kind === 'seal') days.push({ day: entry.body.day, last: entry.seq, head: entry.hash, isSealed: true });
    const received = entry.body === null ? undefined : (entry.body.facts ?? []).find(({ fact }) => fact === 'received');
    if (received !== undefined) receipts.set(entry.body.receipt, received.sha256);
    if (entry.body !== null && entry.body.kind === 'gap') {
      if (entry.body.missing > 0) problems.push(at + entry.body.missing + ' entries before it were removed');
      else gaps.push(entry.seq);
    }
    last = entry;
  }
  if (last === null || last.seq !== manifest.last || last.hash !== manifest.head) problems.push('the end is missing');
  if (last !== null && (days.length === 0 || days.at(-1).last !== last.seq)) days.push({ day: '', last: last.seq, head: last.hash, isSealed: false });
  const written = (all) => JSON.stringify(all.map(({ day, last, head, isSealed }) => [day, last, head, isSealed]));
  if (written(days) !== written(manifest.days)) problems.push('the heads of the days in manifest.json are not those of the entries');
  if (entries !== manifest.entries) problems.push('there are ' + entries + ' entries instead of ' + manifest.entries);
  for (const file of manifest.files) {
    const bytes = await read(file.name);
    if (bytes === null) problems.push(file.name + ' is missing');
    else {
      const hash = await sha256(bytes);
      if (hash !== file.sha256) problems.push(file.name + ' was changed');
      if (file.receipt !== undefined && receipts.get(file.receipt) !== hash) problems.push(file.name + ' is not what was received');
    }
  }
  return { entries, problems, gaps, days };
}

// What a person reads of it.
function told({ entries, problems, gaps, days }) {
  const heads = days.map((day) => (day.isSealed ? day.day : 'not sealed') + '  ' + day.head);
  const end = problems.length === 0
    ? '核验通过：' + entries + ' 条记录，均未改动。Whole: ' + entries + ' entries, none was changed.'
    : '核验未通过：' + problems.length + ' 处。Broken in ' + problems.length + ' places.';
  const beside = gaps.map((seq) => 'entry ' + seq + ': 此处有未记入的写入 writes that the book does not tell of');
  return [...problems.slice(0, 1000), ...beside, '每日封册哈希 Heads of days:', ...heads, end];
}
`;

/** Where it is, it knows by its own path: a bundler would write another one over the usual word for that. */
const NODE = `
// node verify.mjs [directory of the unpacked files]
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const directory = process.argv[2] ?? dirname(process.argv[1]);
const inside = (name) => join(directory, name);
const found = await check(
  async (name) => (existsSync(inside(name)) ? readFileSync(inside(name)) : null),
  () => createInterface({ input: createReadStream(inside('entries.ndjson')), crlfDelay: Infinity }),
);
for (const line of told(found)) console.log(line);
process.exitCode = found.problems.length === 0 ? 0 : 1;
`;

const PAGE = `
document.querySelector('input').addEventListener('change', async (event) => {
  const result = document.querySelector('pre');
  result.textContent = '…';
  const files = new Map([...event.target.files].map((file) => [file.webkitRelativePath.split('/').slice(1).join('/'), file]));
  const read = async (name) => (files.has(name) ? files.get(name).arrayBuffer() : null);
  async function* lines() {
    let rest = '';
    const reader = files.get('entries.ndjson').stream().pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const pieces = (rest + part.value).split('\\n');
      rest = pieces.pop();
      yield* pieces;
    }
    if (rest !== '') yield rest;
  }
  try {
    result.textContent = told(await check(read, lines)).join('\\n');
  } catch (reason) {
    result.textContent = '核验未完成 Not checked: ' + reason;
  }
});
`;

/** For Node.js: `node verify.mjs` beside the other files. */
export const VERIFY_MJS = `${CHECK}${NODE}`;

/** For a browser: opened as a file, it reads the directory that a person chooses, and sends nothing anywhere. */
export const VERIFY_HTML = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>swic</title><style>body{font:16px/1.6 sans-serif;margin:2em}pre{white-space:pre-wrap;word-break:break-all}</style></head><body>
<h1>核验存证簿 · Check a book of swic</h1>
<p>请选择解压后的文件夹。文件只在本机读取。Choose the directory of the unpacked files. They are read on this machine alone.</p>
<input type="file" webkitdirectory multiple>
<pre></pre>
<script>
${CHECK}${PAGE}</script>
</body></html>
`;

export const README_TXT = `swic 存证簿 / book of evidence

entries.ndjson    每行一条记录，前后以 SHA-256 相连：证据本身 / one entry a line, chained by SHA-256: the proof itself
manifest.json     范围、每日封册哈希、其他文件的 SHA-256 / range, heads of days, SHA-256 of the other files
report.zh.html report.en.html report.zh.csv report.en.csv
                  供阅读的报告 / reports for reading
receipts/         回执原文（如有导出）/ receipts as they came, where they were asked for
verify.html       用浏览器打开即可核验 / check with a browser
verify.mjs        node verify.mjs

核验时先解压全部文件。也可运行 swic book verify 文件.zip。
Unpack all files first. Or run: swic book verify FILE.zip
`;
