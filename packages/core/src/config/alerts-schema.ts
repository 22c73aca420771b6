import { z } from 'zod';
import { ALERT_LEVELS, type AlertRule, alertRule } from '../domain/alerts/rules.js';
import { parseStamp } from '../domain/stamp.js';
import { count, milliseconds, path, port, timeOfDay } from './scalars.js';
import { secretSchema } from './secret-schema.js';
import { wrong } from './wrong-words.js';

const url = z.string().regex(/^https?:\/\/[^\s@]+$/, wrong('ALERT_URL_WRONG'));
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

const systemSchema = z.strictObject({
  kind: z
    .literal('system')
    .describe('The log of the system: syslog or journald by logger, the Windows Event Log by eventcreate'),
  program: z
    .array(z.string().min(1))
    .min(1)
    .nullable()
    .default(null)
    .describe('Another logger, with the arguments that come first; null = that of the system'),
  ...common,
});

const robotUrl = secretSchema.describe('Address of the robot by reference: it holds the key');

const wecomSchema = z.strictObject({
  kind: z.literal('wecom').describe('Group robot of WeCom'),
  url: robotUrl,
  secret: z.null().default(null).describe('WeCom signs nothing'),
  ...common,
});

const dingtalkSchema = z.strictObject({
  kind: z.literal('dingtalk').describe('Group robot of DingTalk'),
  url: robotUrl,
  secret: secretSchema.nullable().default(null).describe('Where the robot asks for a signature'),
  ...common,
});

const feishuSchema = z.strictObject({
  kind: z.literal('feishu').describe('Group robot of Feishu'),
  url: robotUrl,
  secret: secretSchema.nullable().default(null).describe('Where the robot asks for a signature'),
  ...common,
});

const address = z
  .string()
  .max(254)
  .regex(/^[^\r\n]*@[^\s@]+$/);

const mailSchema = z.strictObject({
  kind: z.literal('mail').describe('Mail by SMTP'),
  host: z.string().min(1).max(253),
  port: port.default(587),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('starttls: refused where the server has none; tls: from the first byte, usually port 465'),
  username: z.string().min(1).nullable().default(null),
  password: secretSchema.nullable().default(null),
  ca: path.nullable().default(null).describe('PEM file of the authority of the server; null = those of Node.js'),
  from: address,
  to: z.array(address).min(1).max(50),
  ...common,
});

const channelSchema = z.discriminatedUnion('kind', [
  webhookSchema,
  commandSchema,
  systemSchema,
  wecomSchema,
  dingtalkSchema,
  feishuSchema,
  mailSchema,
]);

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/);
const day = z.string().refine((text) => isDay(text), wrong('DAY_WRONG'));

/** China time has no day that is left out. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && parseStamp(`${text.replaceAll('-', '')}000000`) !== null;

const minutes = milliseconds.max(43_200);
const documents = count.max(1_000_000);
const days = count.max(366);
const hours = count.max(240);

/** Of every rule; a function, since zod ties a default to its schema. */
function of(rule: AlertRule) {
  const row = alertRule(rule);
  return {
    enabled: z.boolean().default(true),
    level: level.default(row.level),
    repeatMinutes: count.max(43_200).default(row.repeatMinutes),
  };
}

const limit = (rule: AlertRule, schema: z.ZodNumber): z.ZodDefault<z.ZodNumber> =>
  schema.default(alertRule(rule).limit);

const rulesSchema = z.strictObject({
  'flow-held': z.strictObject({ ...of('flow-held'), afterMinutes: limit('flow-held', minutes) }).prefault({}),
  'documents-rejected': z
    .strictObject({ ...of('documents-rejected'), fromDocuments: limit('documents-rejected', documents) })
    .prefault({}),
  'documents-returned': z
    .strictObject({ ...of('documents-returned'), fromDocuments: limit('documents-returned', documents) })
    .prefault({}),
  'outcome-unknown': z
    .strictObject({ ...of('outcome-unknown'), fromDocuments: limit('outcome-unknown', documents) })
    .prefault({}),
  'answers-overdue': z
    .strictObject({ ...of('answers-overdue'), fromDocuments: limit('answers-overdue', documents) })
    .prefault({}),
  'file-waiting': z.strictObject({ ...of('file-waiting'), afterMinutes: limit('file-waiting', minutes) }).prefault({}),
  'nothing-received': z
    .strictObject({ ...of('nothing-received'), afterWorkingHours: limit('nothing-received', hours) })
    .prefault({}),
  'receipt-unreadable': z
    .strictObject({ ...of('receipt-unreadable'), overAfterMinutes: limit('receipt-unreadable', minutes) })
    .prefault({}),
  'certificate-ending': z
    .strictObject({ ...of('certificate-ending'), withinDays: limit('certificate-ending', days) })
    .prefault({}),
  'password-ending': z
    .strictObject({
      ...of('password-ending'),
      withinDays: limit('password-ending', days),
      until: day.nullable().default(null),
    })
    .prefault({}),
  'disk-trouble': z.strictObject({ ...of('disk-trouble'), afterMinutes: limit('disk-trouble', minutes) }).prefault({}),
  'ledger-trouble': z
    .strictObject({ ...of('ledger-trouble'), afterMinutes: limit('ledger-trouble', minutes) })
    .prefault({}),
  'verify-broken': z
    .strictObject({ ...of('verify-broken'), fromDocuments: limit('verify-broken', documents) })
    .prefault({}),
  'agent-restarted': z
    .strictObject({ ...of('agent-restarted'), overAfterMinutes: limit('agent-restarted', minutes) })
    .prefault({}),
});

/** Null = as the rule says. */
const ofBusiness = {
  enabled: z.boolean().nullable().default(null),
  level: level.nullable().default(null),
};
const minutesOfBusiness = z
  .strictObject({ ...ofBusiness, afterMinutes: minutes.nullable().default(null) })
  .prefault({});
const documentsOfBusiness = z
  .strictObject({ ...ofBusiness, fromDocuments: documents.nullable().default(null) })
  .prefault({});

const businessRulesSchema = z.strictObject({
  'flow-held': minutesOfBusiness,
  'documents-rejected': documentsOfBusiness,
  'documents-returned': documentsOfBusiness,
  'outcome-unknown': documentsOfBusiness,
  'answers-overdue': documentsOfBusiness,
  'file-waiting': minutesOfBusiness,
});

const reportSchema = z
  .strictObject({
    at: timeOfDay.default('18:00').describe('When it is made, every day, China time'),
    about: z
      .enum(['today', 'yesterday'])
      .default('today')
      .describe('today: the day so far; yesterday: the whole day before'),
    channels: z.array(name).max(50).default([]).describe('Names of channels that get it, whatever their level'),
    directory: path
      .nullable()
      .default(null)
      .describe('Where report-YYYY-MM-DD.txt and .json are written; null = no files'),
  })
  .refine(({ channels, directory }) => channels.length > 0 || directory !== null, { error: wrong('REPORT_NOWHERE') });

const settingsSchema = z.strictObject({
  channels: z.record(name, channelSchema).default({}).describe('Who is told, by names of your own'),
  rules: rulesSchema.prefault({}),
  businesses: z
    .record(name, businessRulesSchema)
    .default({})
    .describe('Other thresholds for single businesses; null = as the rule says'),
  workingHours: z
    .strictObject({
      days: z.array(z.number().int().min(1).max(7)).max(7).default([1, 2, 3, 4, 5]),
      from: timeOfDay.default('08:30'),
      to: timeOfDay.default('18:00'),
      holidays: z.array(day).max(400).default([]),
      workdays: z.array(day).max(400).default([]),
    })
    .prefault({})
    .describe('When the firm works, China time'),
  quietHours: z
    .strictObject({
      from: timeOfDay.default('22:00'),
      to: timeOfDay.default('07:00'),
      except: level.default('error').describe('As urgent as this is told at once all the same'),
    })
    .nullable()
    .default(null)
    .describe('Less urgent alerts wait, China time; a summary follows. null = none'),
  heartbeat: z
    .strictObject({
      url: z.union([url, secretSchema]).describe('GET; any answer of 2xx is a yes'),
      everyMinutes: count.max(1_440).default(5),
      timeoutMs: milliseconds.min(100).max(60_000).default(10_000),
    })
    .nullable()
    .default(null)
    .describe('An address that hears regularly while no alert of level error is open; it alarms when it hears nothing'),
  report: reportSchema.nullable().default(null).describe('The numbers of a day, daily: docs/alerts.md; null = none'),
  link: url.nullable().default(null).describe('A page that every message points to'),
});

export const alertsSchema = settingsSchema.superRefine(({ report, channels }, context) => {
  for (const [at, channel] of (report?.channels ?? []).entries())
    if (!Object.hasOwn(channels, channel))
      context.addIssue({ code: 'custom', path: ['report', 'channels', at], message: wrong('REPORT_CHANNEL_UNKNOWN') });
});

export type ReportConfig = NonNullable<AlertsConfig['report']>;
export type AlertsConfig = z.infer<typeof alertsSchema>;
export type AlertChannelConfig = z.infer<typeof channelSchema>;
