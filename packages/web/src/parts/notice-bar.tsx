import type { ReactNode } from 'react';
import { useSome } from '../page.js';

/** What was just done or not done; read out by screen readers. */
export function NoticeBar(): ReactNode {
  const notice = useSome((state) => state.notice);
  return (
    <div className="notice" role="status">
      {notice !== null && <span className={`tone-${notice.tone}`}>{notice.text}</span>}
    </div>
  );
}
