import type { BookEvent } from '../../contract/book-events.js';
import { countText } from '../phrases.js';
import type { LogRows } from './row.js';

/** What is said about the book. */
export const BOOK_ROWS: LogRows<BookEvent['type']> = {
  'book.sealed': {
    level: 'info',
    about: ['存证簿当日封册；哈希宜另存他处', 'The book sealed a day; its head is worth keeping elsewhere'],
    zh: ({ day, entries, head }) => `存证簿 ${day} 已封册：${countText(entries)} 条记录，哈希 ${head}`,
    en: ({ day, entries, head }) => `The book sealed ${day}: ${countText(entries)} entries, head ${head}`,
    fields: ['day', 'entries', 'head'],
  },
  'book.signed': {
    level: 'info',
    about: ['存证簿封册哈希已签名', 'The head of a day of the book was signed'],
    zh: ({ day, certificate }) => `存证簿 ${day} 的封册哈希已签名，证书 ${certificate}`,
    en: ({ day, certificate }) => `The head of ${day} of the book was signed with certificate ${certificate}`,
    fields: ['day', 'head', 'certificate'],
  },
};
