import { z } from 'zod';
import { ALERT_LEVELS, type AlertRule, alertRule } from '../domain/alerts/rules.js';
import { count, milliseconds } from './scalars.js';
import { secretSchema } from './secret-schema.js';

const url = z.string().regex(/^https?:\/\/[^\s@]+$/, 'ALERT_URL');
const level = z.enum(ALERT_LEVELS);

const common = {
  level: level.default('notice').describe('Less urgent alerts are not delivered here'),
  locale: z
    .enum(['zh', 'en'])
    .nullable()
    .default(null)
    .describe('Language of its messages; null = that of the configuration'),
  timeoutMs: milliseconds.min(100).max(60_000).default(10_000).describe('One attempt takes no longer'),
};

const webhookSchema = z.strictObject({
  kind: z.literal('webhook').describe('POST of JSON to an address of your own: docs/alerts.md'),
  url: z.union([url, secretSchema]).describe('Address; by reference where it holds a key'),
  secret: secretSchema.nullable().default(null).describe('Key of the HMAC by which the receiver knows the sender'),
  ...common,
});

const commandSchema = z.strictObject({
  kind: z.literal('command').describe('A program of your own; it gets everything by its environment: docs/alerts.md'),
  command: z.array(z.string().min(1)).min(1).describe('Program and arguments; no shell reads them'),
  ...common,
});

const channelSchema = z.discriminatedUnion('kind', [webhookSchema, commandSchema]);

/** Null = as the rule says. */
const ofBusiness = {
  enabled: z.boolean().nullable().default(null),
  level: level.nullable().default(null),
};

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/);

export const alertsSchema = z.strictObject({
  channels: z.record(name, channelSchema).default({}).describe('Who is told, by names of your own'),
  rules: z.strictObject({ 'flow-held': minutesRule('flow-held') }).prefault({}),
  businesses: z
    .record(name, z.strictObject({ 'flow-held': minutesOfBusiness() }))
    .default({})
    .describe('Other thresholds for single businesses'),
  link: url.nullable().default(null).describe('A page that every message points to'),
});

export type AlertsConfig = z.infer<typeof alertsSchema>;
export type AlertChannelConfig = z.infer<typeof channelSchema>;

/** Of every rule; a function, since zod ties a description to its schema. */
function ruleFields(rule: AlertRule) {
  const row = alertRule(rule);
  return {
    enabled: z.boolean().default(true),
    level: level.default(row.level),
    repeatMinutes: count.max(43_200).default(row.repeatMinutes).describe('Not told again within this time'),
  };
}

function minutesRule(rule: AlertRule) {
  return z
    .strictObject({ ...ruleFields(rule), afterMinutes: milliseconds.max(43_200).default(alertRule(rule).limit) })
    .prefault({});
}

function minutesOfBusiness() {
  return z
    .strictObject({ ...ofBusiness, afterMinutes: milliseconds.max(43_200).nullable().default(null) })
    .prefault({});
}
