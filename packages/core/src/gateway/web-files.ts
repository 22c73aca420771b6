import type { BusinessKey } from '../domain/document.js';
import { isDocumentId } from '../domain/document.js';
import { asReceiptId } from '../domain/ids.js';
import type { LedgerReader } from '../ports/ledger.js';
import { readRegular, receiptPath } from './documents/read-regular.js';
import { placeOf } from './settings/business-places.js';
import type { Directories } from './settings/directories.js';
import { type Answer, refusal } from './web/answer.js';
import type { SessionRoutes } from './web/routes.js';

export interface FilesWorld {
  readonly ledger: LedgerReader;
  /** Null where the business is not configured now. */
  readonly directoriesOf: (business: BusinessKey) => Directories | null;
}

/**
 * Files of documents and receipts by their ids. Only what the ledger names is read, from the box where the ledger says it is: a browser
 * never says a path. They are handed out as bytes to keep, so that no browser takes one for a page.
 */
export function fileRoutes({ ledger, directoriesOf }: FilesWorld): SessionRoutes {
  return {
    'GET /files/documents/*': async (_, __, [id = '']) => {
      const document = isDocumentId(id) ? await ledger.findDocument(id) : null;
      const boxes = document === null ? null : directoriesOf(document.business);
      return document === null || boxes === null ? NOT_THERE : attachment(placeOf(document, boxes), document.name);
    },
    'GET /files/receipts/*': async (_, __, [id = '']) => {
      const receipt = isDocumentId(id) ? await ledger.findReceipt(asReceiptId(id)) : null;
      const boxes = receipt === null ? null : directoriesOf(receipt.business);
      return receipt === null || boxes === null ? NOT_THERE : attachment(receiptPath(receipt, boxes), receipt.fileName);
    },
  };
}

const NOT_THERE = refusal(404, 'no such file');

async function attachment(file: string | null, name: string): Promise<Answer> {
  const body = file === null ? null : await readRegular(file);
  if (body === null) return NOT_THERE;
  return {
    status: 200,
    type: 'application/octet-stream',
    body,
    headers: { 'Content-Disposition': `attachment; filename*=UTF-8''${headerName(name)}` },
  };
}

/** RFC 5987: no quote, line end or control code of a name from outside gets into a header. */
function headerName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
