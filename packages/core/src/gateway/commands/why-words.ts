import { FAULTS, isFaultCode } from '../../contract/fault-table.js';
import { faultSentences } from '../../contract/fault-text.js';
import { wordFor } from '../../contract/plain-words.js';
import type { WhyNot } from '../../contract/why.js';
import type { FlowGate } from '../../flows/flow-gate.js';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What is passed over stays so whatever the flow does; what would be taken waits first of all for the flow. */
const PASSED_OVER: ReadonlySet<WhyNot['reason']> = new Set([
  'ignored-name',
  'ignored-extension',
  'directory',
  'in-directory',
  'not-a-file',
  'not-utf8',
] as const);

/** Why a file in the OutBox of a flow is not sent now, in a sentence of each language. */
export function whyWords({ state, fault }: Pick<FlowGate, 'state' | 'fault'>, answer: WhyNot): Words {
  if (state === 'running' || PASSED_OVER.has(answer.reason)) return wordsFor(answer);
  return flowWords({ state, fault });
}

/** Why a flow that does not run is not running. */
export function flowWords({ state, fault }: Pick<FlowGate, 'state' | 'fault'>): Words {
  if (fault !== null) {
    const record = fault.toRecord();
    const [zh, en] = [faultSentences(record, 'zh'), faultSentences(record, 'en')];
    return {
      zh: `发送已暂停等待：${zh.meaning}${factsIn(zh.facts, '（', '，', '）')}。${zh.advice}`,
      en: `sending is held: ${en.meaning}${factsIn(en.facts, ' (', ', ', ')')}. ${en.advice}`,
    };
  }
  return {
    zh: `该业务的发送任务未运行（${wordFor('flow', state, 'zh')}）`,
    en: `the send flow of this business is not running (${state})`,
  };
}

function factsIn(facts: readonly string[], open: string, comma: string, close: string): string {
  return facts.length === 0 ? '' : open + facts.join(comma) + close;
}

/** Why a file is not taken, by its own state alone. */
export function wordsFor(answer: WhyNot): Words {
  switch (answer.reason) {
    case 'ignored-name':
      return { zh: '文件名属于临时文件，会被忽略', en: 'its name says that it is temporary, so it is ignored' };
    case 'ignored-extension':
      return {
        zh: '扩展名不是该业务接受的类型；请移到其业务的 OutBox，或在该业务的 attachments.extensions 中加入',
        en: 'this business does not take this extension: move it to the OutBox of its business, or add it to attachments.extensions',
      };
    case 'directory':
      return {
        zh: '是子目录，其中的文件不会被读取；请移到 OutBox 下',
        en: 'it is a directory, whose files are not read: move them into OutBox itself',
      };
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
        en: `it is in the sub-directory ${answer.directory}, which is not read: move it into OutBox itself`,
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
