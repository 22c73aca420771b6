import { formatStamp } from '../../domain/stamp.js';
import { escapeText } from '../../envelope/xml-text.js';
import { digitsOf } from '../chance.js';
import { elementText } from '../received.js';
import { CHAINS, type ChainFamily, chainOf } from '../scenario.js';
import { type Draft, type Drafts, draft, isoInChina, type Question, resultWords, timeOf } from './answer.js';

/** Numbers that the platform assigned to one document. */
interface Numbers {
  /** 预录入统一编号, 18 digits. */
  readonly seqNo: string;
  /** The enterprise's own. */
  readonly own: string;
  /** 核注清单 18 (`QD`, customs, year, I/E, 9 digits), 核放单 24 (`Z`, two-step `T` …) [1 source]. */
  readonly businessId: string;
  /** SeqNo of the declaration that an inventory list generates. */
  readonly entrySeqNo: string;
}

/** CommonResponeMessage (sic), then a Package for each step of the chain [2 sources]. */
export function processingTrade(question: Question): Drafts {
  const { received, rule, seed, refusal } = question;
  const type = elementText(received.text, 'message_type') ?? '';
  const own = ownNumber(question);
  const seqNo = refusal === null ? `2000${digitsOf(seed, received.messageId, 14)}` : '';
  const [flag, text] = resultWords(
    question,
    ['0', '模拟平台：申报服务调用成功'],
    refusal === 'duplicate' ? ['-1', '模拟平台：企业内部编号重复'] : ['-1', '模拟平台：导入失败'],
  );
  const result = draft(
    received.messageType,
    `<CommonResponeMessage><SeqNo>${seqNo}</SeqNo><EtpsPreentNo>${escapeText(own)}</EtpsPreentNo>` +
      `<CheckInfo>${escapeText(text)}</CheckInfo><DealFlag>${escapeText(flag)}</DealFlag></CommonResponeMessage>`,
  );
  const family = isFamily(type) ? type : null;
  if (refusal !== null || (family === null && rule.receipts === null)) return { result, receipts: [] };
  const numbers: Numbers = { seqNo, own, businessId: businessId(question, type), entrySeqNo: entrySeqNo(question) };
  const isDeclared = elementText(received.text, 'DelcareFlag') === '1';
  const chain = chainOf(family ?? 'INV101', rule.receipts, isDeclared);
  return { result, receipts: chain.map((step, index) => packageOf(question, numbers, step, index)) };
}

/** What the enterprise calls it: taken from the document, since its answer repeats it. */
function ownNumber({ received }: Pick<Question, 'received'>): string {
  return (
    received.key('etpsInnerInvtNo') ??
    received.key('etpsPreentNo') ??
    elementText(received.text, 'EtpsInnerInvtNo') ??
    elementText(received.text, 'EtpsPreentNo') ??
    ''
  );
}

function isFamily(type: string): type is Extract<ChainFamily, 'INV101' | 'SAS121' | 'ICP101'> {
  return type in CHAINS && type !== 'declaration' && type !== 'manifest';
}

function businessId({ received, seed }: Question, type: string): string {
  const customs = /^\d{4}$/.exec(
    elementText(received.text, 'DclPlcCuscd') ?? elementText(received.text, 'MasterCuscd') ?? '',
  );
  const place = customs?.[0] ?? '0000';
  const mark =
    (elementText(received.text, 'ImpexpMarkcd') ?? elementText(received.text, 'IoTypecd')) === 'E' ? 'E' : 'I';
  const digits = (count: number): string => digitsOf(seed, `business:${received.messageId}`, count);
  if (type === 'INV101') return `QD${place}00${mark}${digits(9)}`;
  return `${type === 'ICP101' ? 'T' : 'Z'}${place}${mark}000101${digits(12)}`;
}

function entrySeqNo({ received, seed }: Question): string {
  const mark = elementText(received.text, 'ImpexpMarkcd') === 'E' ? 'E' : 'I';
  return `${mark}2000${digitsOf(seed, `declaration:${received.messageId}`, 13)}`;
}

/** `INV201:1`: type and manageResult. INV202 comes from another sender and has no PocketInfo; INV211 has no result [2 sources]. */
function packageOf(question: Question, numbers: Numbers, step: string, index: number): Draft {
  const { received, seed } = question;
  const [type = '', manageResult = '1'] = step.split(':');
  const atMs = timeOf(question, index);
  const sender = type === 'INV202' ? 'DXPEDCINVT000001' : 'CUS0000';
  const receiver = type === 'INV202' ? received.clientId : 'E000000';
  const serial = digitsOf(seed, `message:${received.messageId}:${index}:${step}`, 10);
  const messageId = `${sender}${receiver}${formatStamp(atMs, 17).slice(0, 14)}${serial}`;
  const pocket =
    type === 'INV202'
      ? ''
      : `<PocketInfo><pocket_id>${serial}</pocket_id><total_pocket_qty>1</total_pocket_qty><cur_pocket_no>1</cur_pocket_no><is_unstructured/></PocketInfo>`;
  return draft(
    type,
    `<Package><EnvelopInfo><version>1.0</version><message_id>${escapeText(messageId)}</message_id><file_name>${escapeText(messageId)}.${type.slice(0, 3)}</file_name><message_type>${escapeText(type)}</message_type>` +
      `<sender_id>${sender}</sender_id><receiver_id>${escapeText(receiver)}</receiver_id><send_time>${isoInChina(atMs)}</send_time></EnvelopInfo>` +
      `<DataInfo>${pocket}<BussinessData><${type}>${contentOf(type, numbers, manageResult, atMs)}</${type}></BussinessData></DataInfo></Package>`,
  );
}

function contentOf(type: string, numbers: Numbers, manageResult: string, atMs: number): string {
  const { seqNo, own, businessId: id, entrySeqNo: entry } = numbers;
  const at = isoInChina(atMs).replace('T', ' ');
  const approval =
    `<HdeApprResult><etpsPreentNo>${seqNo}</etpsPreentNo><businessId>${id}</businessId><tmsCnt>0</tmsCnt><typecd>1</typecd>` +
    `<manageResult>${escapeText(manageResult)}</manageResult><manageDate>${at}</manageDate><rmk>模拟平台</rmk></HdeApprResult>`;
  const inventory = `<BondInvtBsc><bondInvtNo>${id}</bondInvtNo><chgTmsCnt>0</chgTmsCnt><invtPreentNo>${seqNo}</invtPreentNo><etpsInnerInvtNo>${escapeText(own)}</etpsInnerInvtNo></BondInvtBsc>`;
  const pass = `<passportNo>${id}</passportNo><chgTmsCnt>0</chgTmsCnt><sasPassportPreentNo>${seqNo}</sasPassportPreentNo>`;
  switch (type) {
    case 'INV202':
      return (
        `<InvApprResult><invPreentNo>${seqNo}</invPreentNo><businessId>${id}</businessId><entrySeqNo>${manageResult === '1' ? entry : ''}</entrySeqNo>` +
        `<manageResult>${escapeText(manageResult)}</manageResult><createDate>${at}</createDate><reason/></InvApprResult>`
      );
    case 'INV211':
      return `${inventory}<BwsDt><invtNo>${id}</invtNo><invtGNo>1</invtGNo></BwsDt>`;
    case 'INV201':
      return `${approval}<CheckInfo><note/></CheckInfo>${inventory}`;
    case 'SAS251':
    case 'SAS253':
      return `${approval}<Sas2stepPassportBsc>${pass}</Sas2stepPassportBsc>`;
    default:
      return `${approval}<SasPassportBsc>${pass}</SasPassportBsc>`;
  }
}
