import { formatStamp } from '../domain/stamp.js';
import { escapeText } from '../envelope/xml-text.js';
import { chanceOf, digitsOf } from './chance.js';
import { elementText, type Received } from './received.js';

/** One document that the platform sends back, and after how long. */
export interface Answer {
  readonly afterMs: number;
  readonly messageType: string;
  readonly fileName: string;
  readonly xml: string;
  readonly keys: readonly { readonly name: string; readonly value: string }[];
}

export interface AnswerSettings {
  readonly seed: number;
  /** Milliseconds between one answer and the next. */
  readonly delayMs: number;
  /** Share of documents that the business system refuses, 0..1. */
  readonly refuseShare: number;
}

interface Question {
  readonly received: Received;
  readonly settings: AnswerSettings;
  readonly nowMs: number;
  readonly isRefused: boolean;
}

/**
 * What the real platform answers to a document of this business, as far as the domain reference knows it: a send result first,
 * then customs receipts. Deterministic: the same document and seed give the same numbers and the same fate.
 */
export function answersTo(received: Received, settings: AnswerSettings, nowMs: number): readonly Answer[] {
  const isRefused = chanceOf(settings.seed, `refuse:${received.messageId}`) < settings.refuseShare;
  const question: Question = { received, settings, nowMs, isRefused };
  // A ZIP shows no root; then the business tells, and the keys come from the envelope.
  const family =
    FAMILIES[received.root] ??
    FAMILIES_BY_BUSINESS[received.business?.key ?? ''] ??
    (received.root.startsWith('CEB') ? commerce : platformResponse);
  return family(question).map((answer, index) => ({ ...answer, afterMs: settings.delayMs * (index + 1) }));
}

type Draft = Omit<Answer, 'afterMs'>;

const FAMILIES: Readonly<Record<string, (question: Question) => readonly Draft[]>> = {
  DecMessage: declaration,
  Manifest: manifest,
  Signature: processingTrade,
  ImportAgrRequest: agreement,
};

const FAMILIES_BY_BUSINESS: Readonly<Record<string, (question: Question) => readonly Draft[]>> = {
  DEC: declaration,
  MFT: manifest,
  RMFT: manifest,
  TMFT: manifest,
  SAS: processingTrade,
  NEMS: processingTrade,
  NPTS: processingTrade,
  ACMP: processingTrade,
  ACD: agreement,
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

function draft(question: Question, messageType: string, xml: string): Draft {
  return { messageType, fileName: question.received.fileName, xml: `${HEAD}${xml}`, keys: [] };
}

/** Channels a declaration passes on its way to release; a stored one (OperType G) gets its number and nothing more. */
const CHANNELS = [
  ['L', '海关入库成功'],
  ['J', '通关无纸化审结'],
  ['P', '货物已放行'],
  ['R', '已结关'],
] as const;

function declaration(question: Question): readonly Draft[] {
  const { received, settings, isRefused, nowMs } = question;
  const clientSeqNo = received.key('clientSeqNo') ?? elementText(received.text, 'ClientSeqNo') ?? '';
  const direction = elementText(received.text, 'IEFlag') === 'E' ? 'E' : 'I';
  const seqNo = isRefused ? '' : `${direction}2000${digitsOf(settings.seed, received.messageId, 13)}`;
  const result = isRefused ? ['-1', '模拟平台：导入失败，企业内部编号重复'] : ['0', '模拟平台：导入成功'];
  const response =
    `<DecImportResponse xmlns="http://www.chinaport.gov.cn/dec"><ResponseCode>${result[0]}</ResponseCode><ErrorMessage>${result[1]}</ErrorMessage>` +
    `<ClientSeqNo>${escapeText(clientSeqNo)}</ClientSeqNo><SeqNo>${seqNo}</SeqNo><TrnPreId/></DecImportResponse>`;
  const first = draft(question, 'DECCUS001', response);
  const isDeclared = ['C', 'D'].includes(elementText(received.text, 'OperType') ?? '');
  if (isRefused || !isDeclared) return [first];
  const entryId = digitsOf(settings.seed, `entry:${received.messageId}`, 18);
  const receipts = CHANNELS.map(([channel, note], index) => {
    const at = isoInChina(nowMs + index * 1_000);
    return draft(
      question,
      'DECCUSR01',
      `<DEC_RESULT><CUS_CIQ_NO>${seqNo}</CUS_CIQ_NO><ENTRY_ID>${entryId}</ENTRY_ID><NOTICE_DATE>${at}</NOTICE_DATE><CHANNEL>${channel}</CHANNEL>` +
        `<NOTE>模拟平台：${note}</NOTE><CUSTOM_MASTER>0000</CUSTOM_MASTER><I_E_DATE>${at.slice(0, 10)}</I_E_DATE><D_DATE>${at.slice(0, 10)}</D_DATE></DEC_RESULT>`,
    );
  });
  return [first, ...receipts];
}

function manifest(question: Question): readonly Draft[] {
  const { received, isRefused, nowMs } = question;
  const type = elementText(received.text, 'MessageType') ?? 'MT9999';
  const messageId = received.key('messageId') ?? elementText(received.text, 'MessageID') ?? '';
  const stamp = formatStamp(nowMs, 17);
  const answer = (code: string, text: string, responseType: string): Draft =>
    draft(
      question,
      received.messageType,
      `<Manifest xmlns="urn:Declaration:datamodel:standard:CN:${escapeText(type)}:1"><Head><MessageID>${escapeText(messageId)}</MessageID><FunctionCode>11</FunctionCode>` +
        `<MessageType>${escapeText(type)}</MessageType><SenderID>EPORT</SenderID><ReceiverID>${escapeText(received.clientId)}</ReceiverID><SendTime>${stamp}</SendTime><Version>1.0</Version></Head>` +
        `<Response><ID>${escapeText(messageId)}</ID><AdditionalInformation><StatementCode>${code}</StatementCode><StatementDescription>${text}</StatementDescription></AdditionalInformation>${responseType}</Response></Manifest>`,
    );
  if (isRefused) return [answer('E2', '模拟平台：入库失败', '')];
  const accepted = '<ResponseType><Code>01</Code><Text>模拟平台：海关接受申报</Text></ResponseType>';
  return [answer('0', '模拟平台：调用成功', ''), answer('01', '模拟平台：海关接受申报', accepted)];
}

/** Message type of a trade document -> receipt type, content element and the number's element in it. */
const TRADE_RECEIPTS: Readonly<Record<string, readonly [type: string, body: string]>> = {
  INV101: ['INV201', 'BondInvtBsc'],
  SAS121: ['SAS221', 'SasPassportBsc'],
  ICP101: ['SAS251', 'Sas2stepPassportBsc'],
};

function processingTrade(question: Question): readonly Draft[] {
  const { received, settings, isRefused, nowMs } = question;
  const type = elementText(received.text, 'message_type') ?? '';
  const own =
    received.key('etpsInnerInvtNo') ??
    received.key('etpsPreentNo') ??
    elementText(received.text, 'EtpsInnerInvtNo') ??
    elementText(received.text, 'EtpsPreentNo') ??
    '';
  const seqNo = isRefused ? '' : `2000${digitsOf(settings.seed, received.messageId, 14)}`;
  const result = isRefused ? ['-1', '模拟平台：企业内部编号重复'] : ['0', '模拟平台：申报服务调用成功'];
  const response =
    `<CommonResponeMessage><SeqNo>${seqNo}</SeqNo><EtpsPreentNo>${escapeText(own)}</EtpsPreentNo>` +
    `<CheckInfo>${result[1]}</CheckInfo><DealFlag>${result[0]}</DealFlag></CommonResponeMessage>`;
  const first = draft(question, received.messageType, response);
  const known = TRADE_RECEIPTS[type];
  const isDeclared = elementText(received.text, 'DelcareFlag') === '1';
  if (isRefused || known === undefined || !isDeclared) return [first];
  const [receiptType, body] = known;
  const messageId = `DXPEDCSIM0000001${received.clientId}${formatStamp(nowMs, 14)}${digitsOf(settings.seed, `message:${received.messageId}`, 6)}`;
  const at = isoInChina(nowMs).replace('T', ' ');
  return [
    first,
    draft(
      question,
      receiptType,
      `<Package><EnvelopInfo><version>1.0</version><message_id>${escapeText(messageId)}</message_id><file_name>${seqNo}.SIM</file_name><message_type>${receiptType}</message_type>` +
        `<sender_id>DXPEDCSIM0000001</sender_id><receiver_id>${escapeText(received.clientId)}</receiver_id><send_time>${isoInChina(nowMs)}</send_time></EnvelopInfo>` +
        `<DataInfo><BussinessData><${receiptType}><HdeApprResult><etpsPreentNo>${seqNo}</etpsPreentNo><businessId/><tmsCnt>0</tmsCnt><typecd>1</typecd><manageResult>1</manageResult>` +
        `<manageDate>${at}</manageDate><rmk>模拟平台：通过</rmk></HdeApprResult><${body}/></${receiptType}></BussinessData></DataInfo></Package>`,
    ),
  ];
}

/** Here success is 1, unlike everywhere else [domain reference: one source]. */
function agreement(question: Question): readonly Draft[] {
  const { received, settings, isRefused } = question;
  const code = received.key('copCusCode') ?? elementText(received.text, 'CopCusCode') ?? '';
  const consignNo = isRefused ? '' : digitsOf(settings.seed, received.messageId, 18);
  return [
    draft(
      question,
      received.messageType,
      `<ImportAgrResponse><ResponseInfo><ResponseCode>${isRefused ? '0' : '1'}</ResponseCode><ResponseMessage>${isRefused ? '模拟平台：失败' : '模拟平台：成功'}</ResponseMessage>` +
        `<CopCusCode>${escapeText(code)}</CopCusCode></ResponseInfo><ConsignNo>${consignNo}</ConsignNo></ImportAgrResponse>`,
    ),
  ];
}

/** Import list 621 is answered by 622, and so on: the next number with the same guid. */
function commerce(question: Question): readonly Draft[] {
  const { received, isRefused, nowMs } = question;
  const number = Number(/^CEB(\d{3})Message$/.exec(received.root)?.[1] ?? '0') + 1;
  const guid = received.key('guid') ?? elementText(received.text, 'guid') ?? '';
  const status = isRefused ? '-1' : '2';
  return [
    draft(
      question,
      `CEB${number}`,
      `<CEB${number}Message xmlns="http://www.chinaport.gov.cn/ceb" guid="${escapeText(guid)}" version="1.0"><Return><guid>${escapeText(guid)}</guid><returnStatus>${status}</returnStatus>` +
        `<returnTime>${formatStamp(nowMs, 17)}</returnTime><returnInfo>模拟平台</returnInfo></Return></CEB${number}Message>`,
    ),
  ];
}

/** Formats that are not public: the exchange platform's own word is all there is to say. */
function platformResponse(question: Question): readonly Draft[] {
  const { received, nowMs } = question;
  const code = received.business === null ? '2001' : '0000';
  return [
    draft(
      question,
      received.messageType,
      `<DxpRep xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><RecevierId>${escapeText(received.clientId)}</RecevierId><Response><ResponseCode>${code}</ResponseCode>` +
        `<ResponseInfo>${code === '0000' ? '模拟平台：已接收' : '模拟平台：接收方不存在'}</ResponseInfo></Response><NoticeTime>${isoInChina(nowMs).slice(0, 10)}</NoticeTime>` +
        `<OriHead><CopMsgId>${escapeText(received.messageId)}</CopMsgId><SenderId>${escapeText(received.clientId)}</SenderId><ReceiverIds><ReceiverId>SIM</ReceiverId></ReceiverIds>` +
        `<CreatTime>${isoInChina(nowMs)}</CreatTime><MsgType>${escapeText(received.messageType)}</MsgType></OriHead></DxpRep>`,
    ),
  ];
}

/** `yyyy-MM-ddTHH:mm:ss` in China time, as customs writes it. */
function isoInChina(epochMs: number): string {
  const stamp = formatStamp(epochMs, 17);
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}T${stamp.slice(8, 10)}:${stamp.slice(10, 12)}:${stamp.slice(12, 14)}`;
}
