import { formatStamp } from '../../domain/stamp.js';
import { escapeText } from '../../envelope/xml-text.js';
import { elementText } from '../received.js';
import { chainOf } from '../scenario.js';
import { type Draft, type Drafts, draft, type Question, resultWords, timeOf } from './answer.js';

/** What an answer repeats, by the element of the document; the first that the document has. */
const FORMS = [
  { element: 'Order', answer: 'OrderReturn', number: 'orderNo' },
  { element: 'Logistics', answer: 'LogisticsReturn', number: 'logisticsNo' },
  { element: 'Inventory', answer: 'InventoryReturn', number: 'copNo' },
] as const;

/** `ENT311Message` and the like of local platforms: the answer has the root of the message and a return inside [2 public programs]. */
export function localPlatform(question: Question): Drafts {
  const { rule, nowMs, refusal } = question;
  const [status, text] = resultWords(question, ['2', '模拟平台：处理中'], ['-1', '模拟平台：处理失败']);
  const result = answer(question, status, text, nowMs);
  if (refusal !== null) return { result, receipts: [] };
  const steps = chainOf('commerce', rule.receipts, true).filter((step) => !step.includes(':'));
  const receipts = steps.map((step, index) =>
    answer(question, step, `模拟平台：回执 ${step}`, timeOf(question, index)),
  );
  return { result, receipts };
}

function answer({ received }: Question, status: string, text: string, atMs: number): Draft {
  const { root } = received;
  const form = FORMS.find(({ element }) => new RegExp(`<(?:\\w+:)?${element}[\\s>]`).test(received.text)) ?? FORMS[0];
  const guid = received.key('guid') ?? elementText(received.text, 'guid') ?? '';
  const number = elementText(received.text, form.number)?.trim() ?? '';
  const leaf = (name: string, value: string): string => `<${name}>${escapeText(value)}</${name}>`;
  const content =
    leaf('guid', guid) +
    (number === '' ? '' : leaf(form.number, number)) +
    leaf('returnStatus', status) +
    leaf('returnTime', formatStamp(atMs, 17)) +
    leaf('returnInfo', text);
  return draft(
    root,
    `<${root} guid="${escapeText(guid)}" version="1.0"><${form.answer}>${content}</${form.answer}></${root}>`,
  );
}
