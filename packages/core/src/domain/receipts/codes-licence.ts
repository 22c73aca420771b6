import type { CodeTable } from './code-row.js';

/** RetType of FileRet [announcement 1 of 2022 for 1 and 2; one parser for all four]. */
const CERTIFICATE_ANSWER: CodeTable = {
  nameZh: '原产地证书接收结果',
  nameEn: 'Answer to a certificate of origin',
  rows: [
    ['1', 'sent', '接收成功', 'Taken'],
    ['2', 'returned', '接收失败', 'Refused'],
    ['3', 'sent', '附件接收成功', 'Attachment taken'],
    ['4', 'returned', '附件接收失败', 'Attachment refused'],
    ['*', 'returned', '接收失败', 'Refused'],
  ],
};

/** RepType of Receipt [one parser, two versions]; the values of Channel are read only where there is no RepType yet. */
const CERTIFICATE: CodeTable = {
  nameZh: '原产地证书审核结果',
  nameEn: 'Review of a certificate of origin',
  rows: [
    ['1', 'returned', '处理失败', 'Not processed'],
    ['2', 'review', '待审核', 'Waiting for review'],
    ['3', 'returned', '审核退回', 'Returned'],
    ['5', 'passed', '审核通过', 'Passed'],
    ['6', 'returned', '审核不通过', 'Refused'],
  ],
};

/** Channel of Receipt, before there is a result [one parser]. */
const CERTIFICATE_CHANNEL: CodeTable = {
  nameZh: '原产地证书处理进度',
  nameEn: 'Progress of a certificate of origin',
  rows: [
    ['1', 'accepted', '海关已接收', 'Received by customs'],
    ['2', 'returned', '海关接收失败', 'Not received by customs'],
    ['*', 'note', '海关处理中', 'In work at customs'],
  ],
};

export const LICENCE_CODES = {
  'certificate-answer': CERTIFICATE_ANSWER,
  certificate: CERTIFICATE,
  'certificate-channel': CERTIFICATE_CHANNEL,
} as const;
