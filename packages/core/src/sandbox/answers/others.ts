import { escapeText } from '../../envelope/xml-text.js';
import { digitsOf } from '../chance.js';
import { elementText } from '../received.js';
import { chainOf } from '../scenario.js';
import { type Drafts, draft, isoInChina, type Question, resultWords, timeOf } from './answer.js';

/** ImportAgrResponse, where 1 is success [1 source] or 0 [another], then ACD002 with S or F [1 source]. */
export function agreement(question: Question): Drafts {
  const { received, seed, rule, refusal } = question;
  const own = received.key('copCusCode') ?? elementText(received.text, 'CopCusCode') ?? '';
  const consignNo = refusal === null ? digitsOf(seed, received.messageId, 18) : '';
  const [code, text] = resultWords(question, ['1', '模拟平台：成功'], ['0', '模拟平台：失败']);
  const result = draft(
    received.messageType,
    `<ImportAgrResponse><ResponseInfo><ResponseCode>${escapeText(code)}</ResponseCode><ResponseMessage>${escapeText(text)}</ResponseMessage>` +
      `<CopCusCode>${escapeText(own)}</CopCusCode></ResponseInfo><ConsignNo>${consignNo}</ConsignNo></ImportAgrResponse>`,
  );
  if (refusal !== null) return { result, receipts: [] };
  const receipts = chainOf('agreement', rule.receipts, true).map((step, index) => {
    const at = isoInChina(timeOf(question, index));
    return draft(
      'ACD002',
      `<Signature><Object><Package><EnvelopInfo><message_id>${escapeText(`${received.messageId}-ACD002-${index}`)}</message_id><message_type>ACD002</message_type>` +
        `<send_time>${at}</send_time></EnvelopInfo><DataInfo><BussinessData><ACD002><CONSIGN_NO>${consignNo}</CONSIGN_NO><PROC_RESULT>${escapeText(step)}</PROC_RESULT>` +
        `<PROC_DESC>模拟平台</PROC_DESC><OP_TIME>${at}</OP_TIME></ACD002></BussinessData></DataInfo></Package></Object></Signature>`,
    );
  });
  return { result, receipts };
}

/** Formats that are not public, and documents that no receiver takes: the exchange platform's own word is all there is to say. */
export function platformResponse(question: Question): Drafts {
  const { received, rule, nowMs } = question;
  const isError = rule.answer === 'platform-error';
  const usual = received.business === null ? '2001' : isError ? '0002' : '0000';
  const code = rule.code ?? usual;
  const text = rule.text ?? (code === '0000' ? '模拟平台：已接收' : `模拟平台：错误 ${code}`);
  const oriHead =
    `<OriHead><CopMsgId>${escapeText(received.messageId)}</CopMsgId><SenderId>${escapeText(received.clientId)}</SenderId><ReceiverIds><ReceiverId>SIM</ReceiverId></ReceiverIds>` +
    `<CreatTime>${isoInChina(nowMs)}</CreatTime><MsgType>${escapeText(received.messageType)}</MsgType></OriHead>`;
  const response =
    `<Response><ResponseCode>${escapeText(code)}</ResponseCode><ResponseInfo>${escapeText(text)}</ResponseInfo>` +
    `<NoticeTime>${isoInChina(nowMs).slice(0, 10)}</NoticeTime>${oriHead}</Response>`;
  const xml = `<DxpRep xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><RecevierId>${escapeText(received.clientId)}</RecevierId>${response}</DxpRep>`;
  return { result: draft(received.messageType, xml), receipts: [] };
}
