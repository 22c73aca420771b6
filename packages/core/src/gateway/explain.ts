import { FAULTS } from '../contract/fault-table.js';
import { formatExplanation } from '../domain/receipts/explanation.js';
import { documentBaseName, formatReceiptName } from '../domain/receipts/names.js';
import type { SendRoom } from '../flows/room.js';

/** `Failed_<name>_<time>.xml` in InBox: a document an ERP can read, with every problem in words a person can. */
export const explain: SendRoom['explain'] = (document, fault, problems) => {
  const { zh, en } = FAULTS[fault.code];
  const facts = Object.entries(fault.detail).map(([name, value]) => `${name}=${String(value)}`);
  const tail = [...facts, fault.reason].filter((part) => part !== null).join(' ');
  const text = formatExplanation({
    failCode: fault.code,
    fileName: document.name,
    zh: [zh.meaning, tail].filter((part) => part !== '').join('：'),
    en: [en.meaning, tail].filter((part) => part !== '').join(': '),
    problems,
  });
  return {
    fileName: formatReceiptName('failed', documentBaseName(document.name), document.stampMs),
    bytes: Buffer.from(text, 'utf8'),
  };
};
