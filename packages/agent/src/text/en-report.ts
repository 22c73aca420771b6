/** Sentences of `swic report`. */
export const EN_REPORT = {
  'report.about': 'a day in numbers: sent, refused, returned, late, receipts, slowest, held times, by business',
  'report.date': 'the day in China time, e.g. 2026-12-05; default today',
  'report.day': '{day}, by when the documents were claimed, as they are now',
  'report.so-far': '{day} so far, by when the documents were claimed, as they are now',
  'report.nothing': 'No document and no receipt on this day.',
  'report.book': 'Head of the book, {day}: {head}',
  'report.signer': 'The certificate of the signer has {days} days left.',
  'report.claimed': 'claimed',
  'report.refused': 'refused',
  'report.slowest': 'slowest',
  'report.held': 'held',
  'report.held.send': 'sending {took} {code}',
  'report.held.receive': 'receiving {took} {code}',
  'report.returned': 'returned/deleted',
} as const;
