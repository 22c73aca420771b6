import { findCode } from '../../domain/receipts/codes.js';
import { formatStamp } from '../../domain/stamp.js';
import { escapeText } from '../../envelope/xml-text.js';
import { chanceOf } from '../chance.js';
import { elementText } from '../received.js';
import { chainOf } from '../scenario.js';
import { type Draft, type Drafts, draft, type Question, resultWords, timeOf } from './answer.js';

/** The answer and the receipts share their root; some come with `ns2:`, some without [3 sources]. */
export function manifest(question: Question): Drafts {
  const { received, rule, refusal } = question;
  const [code, text] = resultWords(question, ['0', '模拟平台：调用成功'], ['1', '模拟平台：报文处理失败']);
  const statement = { AdditionalInformation: { StatementCode: code, StatementDescription: text } };
  // The answer repeats the function of the document; only what customs says has 11.
  const result = write(question, question.nowMs, elementText(received.text, 'FunctionCode') ?? '9', statement);
  if (refusal !== null) return { result, receipts: [] };
  const isDeclared = elementText(received.text, 'FunctionCode') !== 'T';
  const receipts = chainOf('manifest', rule.receipts, isDeclared).map((each, index) => {
    const words = findCode('manifest', each)?.zh ?? each;
    return write(question, timeOf(question, index), CUSTOMS_RECEIPT, {
      ResponseType: { Code: each, Text: `模拟平台：${words}` },
    });
  });
  return { result, receipts };
}

/** Elements inside each other; texts are leaves. */
interface Tree {
  readonly [name: string]: string | Tree;
}

/** 通关回执 [2 sources]. */
const CUSTOMS_RECEIPT = '11';

function write(question: Question, atMs: number, functionCode: string, response: Tree): Draft {
  const { received, seed, rule } = question;
  const type = elementText(received.text, 'MessageType') ?? 'MT9999';
  const messageId = received.key('messageId') ?? elementText(received.text, 'MessageID') ?? '';
  const isPrefixed = chanceOf(seed, `prefix:${received.messageId}`) < 0.5;
  const prefix = rule.prefix ?? (isPrefixed ? 'ns2' : '');
  const tree: Tree = {
    Head: {
      MessageID: messageId,
      FunctionCode: functionCode,
      MessageType: type,
      SenderID: 'EPORT',
      ReceiverID: received.clientId,
      SendTime: formatStamp(atMs, 17),
      Version: '1.0',
    },
    Response: { ID: messageId, ...response },
  };
  const name = prefix === '' ? 'Manifest' : `${prefix}:Manifest`;
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const namespace = `urn:Declaration:datamodel:standard:CN:${escapeText(type)}:1`;
  return draft(received.messageType, `<${name} ${declaration}="${namespace}">${format(tree, prefix)}</${name}>`);
}

function format(tree: Tree, prefix: string): string {
  return Object.entries(tree)
    .map(([local, content]) => {
      const name = prefix === '' ? local : `${prefix}:${local}`;
      return `<${name}>${typeof content === 'string' ? escapeText(content) : format(content, prefix)}</${name}>`;
    })
    .join('');
}
