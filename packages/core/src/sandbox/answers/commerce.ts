import { formatStamp } from '../../domain/stamp.js';
import { escapeText } from '../../envelope/xml-text.js';
import { digitsOf } from '../chance.js';
import { elementText } from '../received.js';
import { type ChainFamily, chainOf } from '../scenario.js';
import { type Draft, type Drafts, draft, type Question, resultWords, timeOf } from './answer.js';

/** An answer in the form of the official schemas of 2022-05: its element and the fields between guid and returnStatus, in order. */
interface Form {
  readonly answer: string;
  readonly element: string;
  readonly fields: readonly string[];
}

const form = (answer: string, element: string, ...fields: readonly string[]): Form => ({ answer, element, fields });

const INVENTORY_IMPORT = ['customsCode', 'ebpCode', 'ebcCode', 'agentCode', 'copNo', 'preNo', 'invtNo'];
const CANCELLED_IMPORT = ['customsCode', 'agentCode', 'ebpCode', 'ebcCode', 'copNo', 'preNo', 'invtNo'];

/** By the number of the message that is answered. */
const FORMS: Readonly<Record<string, Form>> = {
  213: form('214', 'RefundReturn', 'ebpCode', 'ebcCode', 'agentCode', 'coElNo', 'preNo', 'invtNo'),
  215: form('216', 'InvtRefundDetailReturn', 'operatorCode', 'logisticsCode', 'logisticsNo', 'coElNo', 'preNo'),
  303: form('304', 'OrderReturn', 'ebpCode', 'ebcCode', 'orderNo'),
  311: form('312', 'OrderReturn', 'ebpCode', 'ebcCode', 'orderNo'),
  403: form('404', 'ReceiptsReturn', 'ebcCode', 'orderNo', 'payNo'),
  411: form('412', 'PaymentReturn', 'payCode', 'payTransactionId'),
  505: form('506', 'LogisticsReturn', 'logisticsCode', 'logisticsNo'),
  507: form('508', 'ArrivalReturn', 'operatorCode', 'logisticsCode', 'preNo', 'copNo', 'billNo', 'msgSeqNo'),
  509: form('510', 'DepartureReturn', 'logisticsCode', 'copNo', 'preNo', 'msgSeqNo'),
  511: form('512', 'LogisticsReturn', 'logisticsCode', 'logisticsNo'),
  513: form('514', 'LogisticsStatusReturn', 'logisticsCode', 'logisticsNo', 'logisticsStatus'),
  603: form(
    '604',
    'InventoryReturn',
    'agentCode',
    'copNo',
    'preNo',
    'invtNo',
    'ebcCode',
    'ebpCode',
    'orderNo',
    'statisticsFlag',
  ),
  605: form('606', 'InvtCancelReturn', 'agentCode', 'copNo', 'preNo', 'invtNo'),
  607: form('608', 'WayBillReturn', 'agentCode', 'logisticsCode', 'copNo', 'preNo', 'billNo', 'msgSeqNo'),
  621: form('622', 'InventoryReturn', ...INVENTORY_IMPORT),
  623: form('624', 'InvtCancelReturn', ...CANCELLED_IMPORT),
  625: form('626', 'InvtRefundReturn', ...CANCELLED_IMPORT),
  701: form('702', 'SummaryReturn', 'agentCode', 'ebcCode', 'copNo', 'preNo', 'sumNo', 'msgSeqNo'),
  711: form('712', 'DeliveryReturn', 'customsCode', 'operatorCode', 'copNo', 'preNo', 'rkdNo'),
};

/** What the platform or customs assigns. */
const ASSIGNED: ReadonlySet<string> = new Set(['preNo', 'invtNo', 'sumNo', 'rkdNo']);
const ASSIGNED_DIGITS = 18;

/** For fields that the schema demands and the document may lack. */
const USUAL: Readonly<Record<string, string>> = {
  customsCode: '0000',
  msgSeqNo: '1',
  logisticsStatus: 'S',
  statisticsFlag: 'A',
};
const NO_CODE = '0000000000';

/** Answers with `returnStatus`, one after the other; `CEB816:1` in a chain is a tax bill with that status. */
export function commerce(question: Question): Drafts {
  const { received, rule, nowMs, refusal } = question;
  const number = /^CEB(\d{3})Message$/.exec(received.root)?.[1] ?? '';
  const known = FORMS[number] ?? form(String(Number(number) + 1), 'Return');
  const [status, text] = resultWords(question, ['2', '模拟平台：电子口岸申报中'], ['-1', '模拟平台：处理失败']);
  const result = answer(question, known, { status, text, atMs: nowMs });
  if (refusal !== null) return { result, receipts: [] };
  const isDeclared = elementText(received.text, 'appStatus') !== '1';
  // Only the lists of an import are taxed.
  const steps = chainOf(familyOf(number), rule.receipts, isDeclared).filter(
    (step) => number === '621' || !step.includes(':'),
  );
  const receipts = steps.map((step, index) => {
    const atMs = timeOf(question, index);
    const [kind = '', taxStatus] = step.split(':');
    if (taxStatus !== undefined) return taxBill(question, kind, { status: taxStatus, text: '', atMs });
    return answer(question, known, { status: step, text: `模拟平台：回执 ${step}`, atMs });
  });
  return { result, receipts };
}

function familyOf(number: string): ChainFamily {
  return number === '621' || number === '603' ? 'inventory' : 'commerce';
}

interface Words {
  readonly status: string;
  readonly text: string;
  readonly atMs: number;
}

function answer(question: Question, { answer: number, element, fields }: Form, words: Words): Draft {
  const guid = guidOf(question);
  const body = fields.map((name) => leaf(name, fieldOf(question, name))).join('');
  const status = `${leaf('returnStatus', words.status)}${leaf('returnTime', formatStamp(words.atMs, 17))}${leaf('returnInfo', words.text)}`;
  return message(number, guid, `<${element}>${leaf('guid', guid)}${body}${status}</${element}>`);
}

/** CEB816 has the bill with a list, CEB818 only its status. */
function taxBill(question: Question, kind: string, { status, atMs }: Words): Draft {
  const number = kind.slice('CEB'.length);
  const guid = guidOf(question);
  const invtNo = leaf('invtNo', fieldOf(question, 'invtNo'));
  const head = `${leaf('guid', guid)}${leaf('returnTime', formatStamp(atMs, 17))}${invtNo}${leaf('taxNo', `TEST${digitsOf(question.seed, `tax:${question.received.messageId}`, 14)}`)}`;
  const taxes = '<customsTax>0</customsTax><valueAddedTax>9.1</valueAddedTax><consumptionTax>0</consumptionTax>';
  if (number === '818')
    return message(number, guid, `<Tax><TaxHeadStatus>${head}${leaf('status', status)}</TaxHeadStatus></Tax>`);
  const list = `<TaxListRd><gnum>1</gnum><gcode>0000000000</gcode><taxPrice>100</taxPrice>${taxes}</TaxListRd>`;
  return message(number, guid, `<Tax><TaxHeadRd>${head}${taxes}${leaf('status', status)}</TaxHeadRd>${list}</Tax>`);
}

function message(number: string, guid: string, content: string): Draft {
  const name = `CEB${number}Message`;
  return draft(
    name,
    `<${name} xmlns="http://www.chinaport.gov.cn/ceb" guid="${escapeText(guid)}" version="1.0">${content}</${name}>`,
  );
}

function guidOf({ received }: Question): string {
  return received.key('guid') ?? elementText(received.text, 'guid') ?? '';
}

function fieldOf({ received, seed }: Question, name: string): string {
  const own = elementText(received.text, name)?.trim() ?? '';
  if (!ASSIGNED.has(name)) return own === '' ? (USUAL[name] ?? NO_CODE) : own;
  // Some messages may have it shorter than its answer must.
  return own.length === ASSIGNED_DIGITS ? own : digitsOf(seed, `${name}:${received.messageId}`, ASSIGNED_DIGITS);
}

function leaf(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}
