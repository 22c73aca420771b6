import type { CorrectResult, DropResult, FaultRecord, WebSession } from '@swic/core/contract';
import { Fault } from '@swic/core/contract';

export interface Uploaded {
  readonly body: Blob;
  readonly name: string;
  /** Checked, and put nowhere. */
  readonly isTrial: boolean;
}

/** A corrected copy of a document. Rejects with Fault. */
export const uploadCorrection = (session: WebSession, document: string, upload: Uploaded): Promise<CorrectResult> =>
  post(session, `/corrections/${document}`, upload) as Promise<CorrectResult>;

/** A new file for a business. Rejects with Fault. */
export const uploadDrop = (session: WebSession, business: string, upload: Uploaded): Promise<DropResult> =>
  post(session, `/drops/${business}`, upload) as Promise<DropResult>;

async function post({ csrf }: WebSession, path: string, { body, name, isTrial }: Uploaded): Promise<unknown> {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'X-Swic-Csrf': csrf,
    'X-Swic-Name': encodeURIComponent(name),
    'X-Swic-Trial': isTrial ? '1' : '0',
  };
  const response = await fetch(path, { method: 'POST', headers, body, cache: 'no-store' });
  if (response.ok) return response.json();
  if (response.status === 413)
    throw new Fault('command.failed', { file: name, zh: '文件过大', en: 'the file is too large' });
  const { fault = null } = (await response.json()) as { readonly fault?: FaultRecord | null };
  throw fault === null ? new Fault('command.failed') : Fault.fromRecord(fault);
}
