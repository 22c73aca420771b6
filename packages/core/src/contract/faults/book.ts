import { row } from './row.js';

/** The book, and files of it. */
export const BOOK_FAULTS = {
  'book.empty': row(
    'halt',
    1,
    ['所选日期内存证簿没有记录，未写出文件', '用 swic book verify 查看存证簿从哪一天开始，再选日期'],
    [
      'The book has no entry in these days, and no file was written',
      'swic book verify shows on which day it begins; choose other days',
    ],
  ),
  'book.unreadable': row(
    'halt',
    1,
    ['该文件不是 swic 导出的存证簿，或已残缺', '请提供由 swic book export 写出的 ZIP 文件；文件未作改动'],
    [
      'The file is no book that swic exported, or it is cut off',
      'Name the ZIP that swic book export has written; the file was left as it is',
    ],
  ),
} as const;
