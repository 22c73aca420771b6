import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WhyAnswer } from '../../contract/commands.js';
import { FAULTS, isFaultCode } from '../../contract/fault-table.js';
import type { WhyNot } from '../../contract/why.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { BusinessUnit } from '../business-unit.js';
import { findDocuments } from './find-documents.js';
import { undecidedReceipts, undecidedWords } from './undecided.js';

/** Why a file in an OutBox is not sent yet, in facts; or where the document is, when it left OutBox. */
export async function why(units: readonly BusinessUnit[], ledger: LedgerReader, file: string): Promise<WhyAnswer> {
  const name = path.basename(file);
  for (const unit of candidatesFor(units, file)) {
    const answer = await unit.room.outBox.why(name);
    if (answer.reason !== 'not-there') return inOutBox(unit, file, answer);
  }
  const below = findBelow(units, file);
  if (below !== null) return inOutBox(below.unit, file, below.answer);
  const [document] = await findDocuments(ledger, file);
  if (document === undefined) {
    return {
      file,
      business: null,
      box: null,
      why: { reason: 'not-there' },
      flow: null,
      ...wordsFor({ reason: 'not-there' }),
    };
  }
  const box = document.filedAs === null ? 'TempBox' : `${document.filedAs.box}/${document.filedAs.path}`;
  const doubts = (await undecidedReceipts(ledger, document)).map(({ fileName }) => undecidedWords(fileName));
  const zh = [`已离开 OutBox：阶段 ${document.stage}，位于 ${box}`, ...doubts.map((words) => words.zh)].join('；');
  const en = [`it left OutBox: stage ${document.stage}, now in ${box}`, ...doubts.map((words) => words.en)].join('; ');
  return { file, business: document.business, box, why: null, flow: null, zh, en };
}

/** A path names its OutBox; a bare name is looked for in all of them. */
function candidatesFor(units: readonly BusinessUnit[], file: string): readonly BusinessUnit[] {
  if (path.basename(file) === file) return units;
  const directory = path.resolve(path.dirname(file));
  return units.filter((unit) => path.resolve(unit.directories.outBox) === directory);
}

/** A path that leads into a sub-directory of an OutBox. */
function findBelow(
  units: readonly BusinessUnit[],
  file: string,
): { readonly unit: BusinessUnit; readonly answer: WhyNot } | null {
  if (path.basename(file) === file || !existsSync(file)) return null;
  const directory = path.resolve(path.dirname(file));
  for (const unit of units) {
    const outBox = path.resolve(unit.directories.outBox);
    if (directory.startsWith(outBox + path.sep))
      return { unit, answer: { reason: 'in-directory', directory: path.relative(outBox, directory) } };
  }
  return null;
}

function inOutBox(unit: BusinessUnit, file: string, answer: WhyNot): WhyAnswer {
  const { state, fault } = unit.room.gate;
  const flow = { state, fault: fault?.toRecord() ?? null };
  const words = state === 'running' ? wordsFor(answer) : flowWords(state, fault === null ? null : fault.code);
  return { file, business: unit.definition.key, box: 'OutBox', why: answer, flow, ...words };
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

function flowWords(state: string, code: string | null): Words {
  const text = code !== null && isFaultCode(code) ? FAULTS[code] : null;
  if (text !== null)
    return {
      zh: `发送已暂停等待：${text.zh.meaning}。${text.zh.advice}`,
      en: `sending is held: ${text.en.meaning}. ${text.en.advice}`,
    };
  return { zh: `该业务的发送任务未运行（${state}）`, en: `the send flow of this business is not running (${state})` };
}

function wordsFor(answer: WhyNot): Words {
  switch (answer.reason) {
    case 'ignored-name':
      return { zh: '文件名属于临时文件，会被忽略', en: 'its name says that it is temporary, so it is ignored' };
    case 'ignored-extension':
      return { zh: '扩展名不是该业务接受的类型', en: 'this business does not take this extension' };
    case 'not-a-file':
      return { zh: '不是普通文件', en: 'it is not a regular file' };
    case 'not-utf8':
      return {
        zh: '文件名不是 UTF-8 编码（可能是 GBK），无法读取；请改名，或以 UTF-8 挂载该共享目录',
        en: 'its name is not UTF-8 (GBK perhaps), so it cannot be opened: rename it, or mount the share with UTF-8 names',
      };
    case 'in-directory':
      return {
        zh: `位于子目录 ${answer.directory} 中，不会被读取；请移到 OutBox 下`,
        en: `it lies in the sub-directory ${answer.directory}, which is not read: move it into OutBox itself`,
      };
    case 'not-there':
      return {
        zh: '任何 OutBox 中都没有该文件，本地记录中也没有',
        en: 'it is in no OutBox, and the ledger does not know it',
      };
    case 'settling':
      return {
        zh: `刚刚变化过，再等 ${answer.remainingMs} 毫秒`,
        en: `it changed a moment ago; ${answer.remainingMs} ms to go`,
      };
    case 'locked':
      return { zh: '被其他程序占用', en: 'another program holds it' };
    case 'denied':
      return { zh: '没有读取权限', en: 'it may not be read' };
    case 'incomplete':
      return { zh: '内容尚未写完', en: 'its content ends in the middle: it is still being written' };
    case 'put-off':
      return putOffWords(answer.code);
    case 'in-flight':
      return { zh: '正在发送', en: 'it is being sent' };
    case 'waiting-its-turn':
      return { zh: '已就绪，排队等待', en: 'it is ready and waits its turn' };
    case 'not-seen-yet':
      return { zh: '尚未扫描到，下一次扫描会处理', en: 'it was not seen yet; the next look will' };
  }
}

function putOffWords(code: string): Words {
  if (!isFaultCode(code)) return { zh: `稍后重试（${code}）`, en: `it is looked at again soon (${code})` };
  const { zh, en } = FAULTS[code];
  return { zh: `${zh.meaning}，稍后重试`, en: `${en.meaning}; it is looked at again soon` };
}
