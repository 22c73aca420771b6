export type * from './boxes.js';
export type * from './clock.js';
export type * from './doctor.js';
export type * from './envelope.js';
export type * from './jobs.js';
export type * from './ledger.js';
export type * from './signer.js';
export type * from './transport.js';
