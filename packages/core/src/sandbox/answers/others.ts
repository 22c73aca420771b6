import { formatStamp } from '../../domain/stamp.js';
import { escapeText } from '../../envelope/xml-text.js';
import { digitsOf } from '../chance.js';
import { elementText } from '../received.js';
import { type Drafts, draft, isoInChina, type Question, resultWords } from './answer.js';

/** Here success is 1, unlike everywhere else [1 source]. */
export function agreement(question: Question): Drafts {
  const { received, seed, refusal } = question;
  const own = received.key('copCusCode') ?? elementText(received.text, 'CopCusCode') ?? '';
  const consignNo = refusal === null ? digitsOf(seed, received.messageId, 18) : '';
  const [code, text] = resultWords(question, ['1', '模拟平台：成功'], ['0', '模拟平台：失败']);
  return only(
    received.messageType,
    `<ImportAgrResponse><ResponseInfo><ResponseCode>${escapeText(code)}</ResponseCode><ResponseMessage>${escapeText(text)}</ResponseMessage>` +
      `<CopCusCode>${escapeText(own)}</CopCusCode></ResponseInfo><ConsignNo>${consignNo}</ConsignNo></ImportAgrResponse>`,
  );
}

/** Import list 621 is answered by 622, and so on: the next number with the same guid. */
export function commerce(question: Question): Drafts {
  const { received, nowMs } = question;
  const number = Number(/^CEB(\d{3})Message$/.exec(received.root)?.[1] ?? '0') + 1;
  const guid = received.key('guid') ?? elementText(received.text, 'guid') ?? '';
  const [status, text] = resultWords(question, ['2', '模拟平台'], ['-1', '模拟平台：失败']);
  return only(
    `CEB${number}`,
    `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="${escapeText(guid)}" version="1.0"><Return><guid>${escapeText(guid)}</guid><returnStatus>${escapeText(status)}</returnStatus>` +
      `<returnTime>${formatStamp(nowMs, 17)}</returnTime><returnInfo>${escapeText(text)}</returnInfo></Return></CEB${number}Message>`,
  );
}

/** Formats that are not public, and documents that nobody takes: the exchange platform's own word is all there is to say. */
export function platformResponse(question: Question): Drafts {
  const { received, rule, nowMs } = question;
  const isError = rule.answer === 'platform-error';
  const usual = received.business === null ? '2001' : isError ? '0002' : '0000';
  const code = rule.code ?? usual;
  const text = rule.text ?? (code === '0000' ? '模拟平台：已接收' : `模拟平台：错误 ${code}`);
  return only(
    received.messageType,
    `<DxpRep xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><RecevierId>${escapeText(received.clientId)}</RecevierId><Response><ResponseCode>${escapeText(code)}</ResponseCode>` +
      `<ResponseInfo>${escapeText(text)}</ResponseInfo></Response><NoticeTime>${isoInChina(nowMs).slice(0, 10)}</NoticeTime>` +
      `<OriHead><CopMsgId>${escapeText(received.messageId)}</CopMsgId><SenderId>${escapeText(received.clientId)}</SenderId><ReceiverIds><ReceiverId>SIM</ReceiverId></ReceiverIds>` +
      `<CreatTime>${isoInChina(nowMs)}</CreatTime><MsgType>${escapeText(received.messageType)}</MsgType></OriHead></DxpRep>`,
  );
}

function only(messageType: string, xml: string): Drafts {
  return { result: draft(messageType, xml), receipts: [] };
}
