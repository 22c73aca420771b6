export * from './contract/index.js';
export type * from './ports/index.js';
