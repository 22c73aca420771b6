import { z } from 'zod';
import { type MaintenancePlan, NO_MAINTENANCE } from '../domain/maintenance/plan.js';
import { parseStamp } from '../domain/stamp.js';
import { timeOfDay } from './scalars.js';
import { TRANSPORT_KINDS } from './transport-schema.js';
import { wrong } from './wrong-words.js';

const dateTime = z.string().refine((text) => dateTimeMs(text) !== null, wrong('DATE_TIME_WRONG'));
/** By which people know it: any language, one short line. */
const name = z.string().regex(/^\S(.{0,58}\S)?$/u);

const common = {
  transport: z
    .enum(TRANSPORT_KINDS)
    .nullable()
    .default(null)
    .describe('Only where this transport is configured; null = whichever is'),
  stopsSending: z
    .boolean()
    .default(true)
    .describe('true: documents wait in OutBox until it ends; false: sending goes on, trouble is only not told'),
};

const weeklySchema = z
  .strictObject({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7).describe('On which it begins: 1 = Monday, 7 = Sunday'),
    from: timeOfDay,
    to: timeOfDay.describe('Earlier than from: on the next day'),
    ...common,
  })
  .refine(({ from, to }) => from !== to, { error: wrong('WINDOW_EMPTY'), path: ['to'] });

const datedSchema = z
  .strictObject({ from: dateTime, to: dateTime, ...common })
  .refine(({ from, to }) => (dateTimeMs(from) ?? 0) < (dateTimeMs(to) ?? Number.POSITIVE_INFINITY), {
    error: wrong('WINDOW_BACKWARDS'),
    path: ['to'],
  });

export const maintenanceSchema = z.strictObject({
  weekly: z.record(name, weeklySchema).default({}).describe('Every week, by names of your own'),
  dated: z.record(name, datedSchema).default({}).describe('Once, by names of your own'),
});

type MaintenanceConfig = z.infer<typeof maintenanceSchema>;

/** The windows that count with a transport. Pure. */
export function maintenancePlan(config: MaintenanceConfig, transport: string): MaintenancePlan {
  const counts = (window: { readonly transport: string | null }): boolean =>
    window.transport === null || window.transport === transport;
  const weekly = Object.entries(config.weekly).filter(([, window]) => counts(window));
  const dated = Object.entries(config.dated).filter(([, window]) => counts(window));
  if (weekly.length + dated.length === 0) return NO_MAINTENANCE;
  return {
    weekly: weekly.map(([key, { days, from, to, stopsSending }]) => {
      return { name: key, stopsSending, days, fromMinute: minuteOf(from), toMinute: minuteOf(to) };
    }),
    dated: dated.map(([key, { from, to, stopsSending }]) => {
      return { name: key, stopsSending, fromMs: dateTimeMs(from) ?? 0, toMs: dateTimeMs(to) ?? 0 };
    }),
  };
}

/** `2026-12-05 20:00`, China time; null = there is no such moment. */
function dateTimeMs(text: string): number | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})$/.exec(text) ?? [];
  return year === undefined ? null : parseStamp(`${year}${month}${day}${hour}${minute}00`);
}

/** `08:30`: of the day. */
function minuteOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
