import { describe } from 'vitest';
import { defineKillMatrix, STEPS } from './kill-matrix.js';

describe('over the embedded transport', () => defineKillMatrix('embedded', STEPS));
