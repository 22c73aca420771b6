import { findCode } from '../../domain/receipts/codes.js';
import { escapeText } from '../../envelope/xml-text.js';
import { digitsOf } from '../chance.js';
import { elementText } from '../received.js';
import { chainOf } from '../scenario.js';
import { type Drafts, draft, isoInChina, type Question, resultWords, timeOf } from './answer.js';

/** DecImportResponse, then DEC_RESULT for each channel; SeqNo 18 (I/E and 17 digits), EntryId 18 digits [4-6 sources]. */
export function declaration(question: Question): Drafts {
  const { received, rule, seed, refusal } = question;
  const clientSeqNo = received.key('clientSeqNo') ?? elementText(received.text, 'ClientSeqNo') ?? '';
  const isExport = elementText(received.text, 'IEFlag') === 'E';
  const customs = fourDigits(elementText(received.text, 'CustomMaster'));
  const seqNo = refusal === null ? `${isExport ? 'E' : 'I'}2000${digitsOf(seed, received.messageId, 13)}` : '';
  const [code, text] = resultWords(
    question,
    ['0', '模拟平台：导入成功'],
    refusal === 'duplicate' ? ['-1', '模拟平台：企业内部编号重复'] : ['-1', '模拟平台：导入失败'],
  );
  const result = draft(
    'DECCUS001',
    `<DecImportResponse xmlns="http://www.chinaport.gov.cn/dec"><ResponseCode>${escapeText(code)}</ResponseCode><ErrorMessage>${escapeText(text)}</ErrorMessage>` +
      `<ClientSeqNo>${escapeText(clientSeqNo)}</ClientSeqNo><SeqNo>${seqNo}</SeqNo><TrnPreId/></DecImportResponse>`,
  );
  if (refusal !== null) return { result, receipts: [] };
  const isDeclared = ['C', 'D'].includes(elementText(received.text, 'OperType') ?? '');
  // Customs, year, 1 for import and 0 for export, then nine digits.
  const entryId = `${customs}2000${isExport ? '0' : '1'}${digitsOf(seed, `entry:${received.messageId}`, 9)}`;
  const receipts = chainOf('declaration', rule.receipts, isDeclared).map((channel, index) => {
    const at = isoInChina(timeOf(question, index));
    const note = findCode('channel', channel)?.zh ?? channel;
    return draft(
      'DECCUSR01',
      `<DEC_RESULT><CUS_CIQ_NO>${seqNo}</CUS_CIQ_NO><ENTRY_ID>${channel === '7' ? '' : entryId}</ENTRY_ID><NOTICE_DATE>${at}</NOTICE_DATE><CHANNEL>${escapeText(channel)}</CHANNEL>` +
        `<NOTE>模拟平台：${escapeText(note)}</NOTE><CUSTOM_MASTER>${customs}</CUSTOM_MASTER><I_E_DATE>${at.slice(0, 10)}</I_E_DATE><D_DATE>${at.slice(0, 10)}</D_DATE></DEC_RESULT>`,
    );
  });
  return { result, receipts };
}

function fourDigits(text: string | null): string {
  return /^\d{4}$/.test(text ?? '') ? (text ?? '') : '0000';
}
