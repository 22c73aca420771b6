import type { FaultRecord } from '../../contract/fault.js';
import { faultSentences } from '../../contract/fault-text.js';
import { formatExplanation } from '../../domain/receipts/explanation.js';
import { documentBaseName, formatReceiptName } from '../../domain/receipts/names.js';
import type { Sender } from '../../flows/send/sender.js';

/** `Failed_<name>_<time>.xml` in InBox: a document an ERP can read, with every problem in words a person can. */
export const explain: Sender['explain'] = (document, fault, problems) => {
  const text = formatExplanation({
    failCode: fault.code,
    fileName: document.name,
    zh: inWords(fault, 'zh'),
    en: inWords(fault, 'en'),
    problems,
  });
  return {
    fileName: formatReceiptName('failed', documentBaseName(document.name), document.stampMs),
    bytes: Buffer.from(text, 'utf8'),
  };
};

function inWords(fault: FaultRecord, locale: 'zh' | 'en'): string {
  const { meaning, facts, sentence, quotation } = faultSentences(fault, locale);
  const [colon, comma] = locale === 'zh' ? ['：', '，'] : [': ', ' '];
  const known = [...facts, sentence, quotation].filter((part) => part !== null).join(comma);
  return [meaning, known].filter((part) => part !== '').join(colon);
}
