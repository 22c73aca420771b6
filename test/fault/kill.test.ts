import { describe } from 'vitest';
import { DRILL_STEPS } from '../../packages/core/src/drill/steps.js';
import { defineKillMatrix } from './kill-matrix.js';

describe('over the embedded transport', () => defineKillMatrix('embedded', DRILL_STEPS));

// From 256 files on they reach the disk by their volume (decision 0079).
describe('over the embedded transport, with receipts flushed by volume', () =>
  defineKillMatrix('embedded', [['inBox', 'flush', 1]], { documents: 300, receiptsMin: 256 }));
