import { escapeText } from '../../envelope/xml-text.js';
import { elementText } from '../received.js';
import { chainOf } from '../scenario.js';
import { type Drafts, draft, isoInChina, type Question, resultWords, timeOf } from './answer.js';

/** FileRet, then Receipt: first Channel 1 (received), then the result as RepType [announcement 1 of 2022; 1 parser]. */
export function certificate(question: Question): Drafts {
  const { received, rule, refusal, nowMs } = question;
  const isFile = received.root === 'File';
  const certNo = received.key('certNo') ?? elementText(received.text, 'CertNo') ?? '';
  const [code, text] = resultWords(
    question,
    [isFile ? '3' : '1', '模拟平台：接收成功'],
    [isFile ? '4' : '2', '模拟平台：接收失败'],
  );
  const result = draft(
    received.messageType,
    `<FileRet><CertNo>${escapeText(certNo)}</CertNo><RetType>${escapeText(code)}</RetType><Note>${escapeText(text)}</Note>` +
      `<ReceiveTime>${timeText(nowMs)}</ReceiveTime></FileRet>`,
  );
  if (refusal !== null || isFile) return { result, receipts: [] };
  const receipts = chainOf('certificate', rule.receipts, true).map((step, index) => {
    const at = timeText(timeOf(question, index));
    const [channel = '6', type] = step.split(':');
    const reply =
      type === undefined
        ? ''
        : `<CusRespData><RepType>${escapeText(type)}</RepType><RepCode>0000</RepCode><RepAddMsg>模拟平台：审核意见</RepAddMsg></CusRespData>`;
    return draft(
      received.messageType,
      `<Receipt><CertNo>${escapeText(certNo)}</CertNo><ReceiveTime>${at}</ReceiveTime><Channel>${escapeText(channel)}</Channel>` +
        `<Note>模拟平台</Note><SendTime>${at}</SendTime>${reply}</Receipt>`,
    );
  });
  return { result, receipts };
}

function timeText(atMs: number): string {
  return isoInChina(atMs).replace('T', ' ');
}
