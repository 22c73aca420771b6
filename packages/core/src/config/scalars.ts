import { z } from 'zod';
import { isAbsoluteOrRelativePath } from './path-text.js';
import { wrong } from './wrong-words.js';

/** The small words of the schema. */
export const path = z.string().min(1).refine(isAbsoluteOrRelativePath, wrong('PATH_HAS_CONTROL'));
export const milliseconds = z.number().int().min(0);
export const count = z.number().int().min(1);
/** `08:30`: of the day. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, wrong('TIME_OF_DAY_WRONG'));
export const port = z.number().int().min(1).max(65_535);
