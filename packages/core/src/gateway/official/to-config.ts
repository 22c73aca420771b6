import { formatBusinesses } from '../../config/format.js';
import { formatTemplate, type TemplateChoices } from '../../config/template.js';
import { MANUAL_SUCCESS_PREFIX, SUCCESS_PREFIX } from '../../contract/answers.js';
import type { BusinessDefinition } from '../../domain/businesses/definition.js';
import { findBusiness } from '../../domain/businesses/registry.js';
import type { FoundPrefix } from './find-prefix.js';
import type { OfficialBusiness, OfficialForm, OfficialSettings, OfficialSwitch } from './read-settings.js';

/** Something a person has to see to, since it could not be carried over. */
export interface ImportNote {
  readonly about: 'transport' | 'clientId' | 'signer' | 'businesses' | 'schedule' | 'receipts' | 'notification' | 'log';
  readonly zh: string;
  readonly en: string;
}

export interface ImportedConfig {
  readonly text: string;
  readonly notes: readonly ImportNote[];
}

type Choices = Omit<TemplateChoices, 'businesses'>;

/** The official default when nothing is said: 7 days, one document at a time [2 sources]. */
const RETENTION_DAYS = 7;

/** The same businesses, directories, parallelism and retention as a swic.yaml, and what it could not say. Pure. */
export function toConfig(settings: OfficialSettings, choices: Choices): ImportedConfig {
  const notes: ImportNote[] = [];
  const businesses: Record<string, unknown> = {};
  for (const business of settings.businesses) {
    business.forms.forEach((form, index) => {
      const known = index === 0 ? findBusiness(business.key) : findBusiness(form.formId);
      const name = index === 0 ? business.key : (known?.key ?? form.formId.toUpperCase());
      if (!NAME.test(name) || name in businesses) notes.push(unusable(business, form));
      else businesses[name] = entryOf(known, business, form, settings);
      if (index > 0) notes.push(known === null ? furtherForm(business, form) : knownForm(business, form, known));
      else if (known === null) notes.push(unknownBusiness(business));
    });
  }
  notes.push(...switchNotes(settings));
  // The template's own list of businesses is replaced: directories are the firm's, not the usual ones.
  const head = formatTemplate({ ...choices, businesses: [] }).replace(/businesses:\n$/, '');
  return {
    text: `${head}${formatBusinesses(businesses)}`,
    notes: [...notes, ...generalNotes(settings)],
  };
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

function entryOf(
  known: BusinessDefinition | null,
  business: OfficialBusiness,
  form: OfficialForm,
  settings: OfficialSettings,
): Readonly<Record<string, unknown>> {
  const boxes = boxesOf(form);
  // The second of DEC's pair takes attachments; a further form has one receiver as DEC itself has.
  const receivers = business.systemIds.slice(0, 1);
  return {
    ...(Object.keys(boxes).length === 0 ? {} : { boxes }),
    ...(known?.isReceiveOnly === true || known?.key === 'OTHERS'
      ? {}
      : { send: { maxConcurrent: form.parallel ?? 1 }, ...addressOf(known, form, receivers) }),
    retention: { sentDays: settings.retentionDays ?? RETENTION_DAYS },
  };
}

/** Receiver and message type are written only where they are not what swic takes anyway. */
function addressOf(
  known: BusinessDefinition | null,
  form: OfficialForm,
  receivers: readonly string[],
): Readonly<Record<string, unknown>> {
  const isUsualReceiver = receivers.length === 0 || known?.systemIds[0] === receivers[0];
  const isUsualType = form.formId === '' || known?.formIds[0] === form.formId;
  return {
    ...(isUsualReceiver ? {} : { receivers }),
    ...(isUsualType ? {} : { messageType: form.formId }),
  };
}

function boxesOf(form: OfficialForm): Readonly<Record<string, string>> {
  const { outBox, sentBox, inBox, failBox, tempBox } = form;
  return Object.fromEntries(Object.entries({ outBox, sentBox, inBox, failBox, tempBox }).filter(([, at]) => at !== ''));
}

function unusable({ key }: OfficialBusiness, { formId }: OfficialForm): ImportNote {
  return {
    about: 'businesses',
    zh: `${key}/${formId}：名称不能用作业务名，未转入`,
    en: `${key}/${formId}: its name cannot be the name of a business, so it was left out`,
  };
}

function furtherForm({ key }: OfficialBusiness, { formId, signsBefore }: OfficialForm): ImportNote {
  return {
    about: 'businesses',
    zh: `${key} 的另一报文类型 ${formId} 转为独立业务 ${formId}，单据原样发送，不做字段校验${signsBefore ? '，也不签名：需由客户端签名时设置 sign: dec-sign' : ''}`,
    en: `${formId}, a further message type of ${key}, became a business of its own whose documents travel unchecked${signsBefore ? ', and unsigned: set sign: dec-sign where the client has to sign them' : ''}`,
  };
}

function knownForm({ key }: OfficialBusiness, { formId }: OfficialForm, known: BusinessDefinition): ImportNote {
  return {
    about: 'businesses',
    zh: `${key} 的另一报文类型 ${formId} 转为业务 ${known.key}（${known.nameZh}）`,
    en: `${formId}, a further message type of ${key}, became the business ${known.key} (${known.nameEn})`,
  };
}

function unknownBusiness({ key }: OfficialBusiness): ImportNote {
  return {
    about: 'businesses',
    zh: `${key} 不是 swic 已知的业务：单据原样发送，不做字段校验，回执按发送方和报文类型归属`,
    en: `${key} is no business that swic knows: its documents travel unchecked, and receipts are told by sender and type`,
  };
}

/** One note for each switch, with every business where it is on. */
function switchNotes({ businesses }: OfficialSettings): readonly ImportNote[] {
  const where = (isOn: (form: OfficialForm) => boolean): string =>
    businesses
      .filter(({ forms }) => forms.some(isOn))
      .map(({ key }) => key)
      .join(' ');
  const signing = where(({ signsBefore }) => signsBefore);
  const checking = where(({ checksPdf }) => checksPdf);
  const notes: ImportNote[] = [];
  if (signing !== '')
    notes.push({
      about: 'signer',
      zh: `${signing}：官方客户端设置了 SendBeforeEnable（推测为发送前签名），请配置 signer`,
      en: `${signing}: SendBeforeEnable is set, which is taken to mean that it signs before sending: configure a signer`,
    });
  if (checking !== '')
    notes.push({
      about: 'businesses',
      zh: `${checking}：IsPdfCheck（PDF 验签）没有对应功能`,
      en: `${checking}: IsPdfCheck (PDF signatures) has no counterpart`,
    });
  return notes;
}

function generalNotes(settings: OfficialSettings): readonly ImportNote[] {
  const notes: ImportNote[] = [
    {
      about: 'transport',
      zh: '传输设置（服务器、队列、用户、密码）不在该文件中：请按平台反馈填写 transport',
      en: 'The transport (server, queues, user, password) is not in that file: fill in transport as the platform told',
    },
    {
      about: 'clientId',
      zh: '客户端编号（DXPESW…）不在该文件中：请填写 clientId',
      en: 'The client id (DXPESW…) is not in that file: fill in clientId',
    },
  ];
  for (const name of settings.switches) notes.push(SWITCH_NOTES[name]);
  if (settings.logPath !== '')
    notes.push({
      about: 'log',
      zh: `LogPath（${settings.logPath}）没有转入：日志在 <dataDir>/logs，保留天数为 log.keepDays`,
      en: `LogPath (${settings.logPath}) was not carried over: logs are in <dataDir>/logs, kept for log.keepDays`,
    });
  if (settings.hasPin)
    notes.push({
      about: 'signer',
      zh: '保存的卡密码是加密的，没有读取：用 swic secret set 重新保存',
      en: 'The saved PIN is encrypted and was not read: save it anew with swic secret set',
    });
  if (settings.encryptorDevice !== null)
    notes.push({
      about: 'signer',
      zh: `卡/加密机设置（${settings.encryptorDevice}）需在 signer 中重新配置`,
      en: `Card or HSM settings (${settings.encryptorDevice}) have to be made anew under signer`,
    });
  if (settings.intervalSeconds !== null)
    notes.push({
      about: 'schedule',
      zh: `扫描间隔 ${settings.intervalSeconds} 秒不再需要：swic 在文件写完后立即处理`,
      en: `The interval of ${settings.intervalSeconds} s is not needed: swic takes a file as soon as it is written`,
    });
  return notes;
}

/** What becomes of each switch that was on. */
const SWITCH_NOTES: Readonly<Record<OfficialSwitch, ImportNote>> = {
  UseEmailNotification: {
    about: 'notification',
    zh: 'UseEmailNotification（邮件通知）没有转入：在 alerts 中设置邮件通道（docs/alerts.zh.md），或由监控系统定时运行 swic status --check',
    en: 'UseEmailNotification was not carried over: set a channel for mail in alerts (docs/alerts.md), or let your monitoring run swic status --check',
  },
  UseHttpNotification: {
    about: 'notification',
    zh: 'UseHttpNotification（HTTP 通知）没有转入：在 alerts 中设置 webhook（docs/alerts.zh.md），或设置 metrics.port 供监控读取',
    en: 'UseHttpNotification was not carried over: set a webhook in alerts (docs/alerts.md), or metrics.port for your monitoring',
  },
  StpReceipt2File: {
    about: 'receipts',
    zh: 'StpReceipt2File 不需要转入：swic 总是把收到的每份回执写入 InBox',
    en: 'StpReceipt2File needs no counterpart: swic writes every receipt into InBox',
  },
  RetNameAffixFlag: {
    about: 'receipts',
    zh: 'RetNameAffixFlag 的含义没有公开，未转入：请对照 InBox 中原有的文件名，用 receipts.successPrefix 和 receive.extension 调整',
    en: 'RetNameAffixFlag is not public and was not carried over: compare the names in InBox, and set receipts.successPrefix and receive.extension',
  },
};

/** What the InBoxes show of the spelling that the firm's programs know. */
export function prefixNote(found: FoundPrefix | null): ImportNote {
  if (found === null)
    return {
      about: 'receipts',
      zh: `InBox 中还没有发送结果文件：按 ${SUCCESS_PREFIX} 命名；手册写作 ${MANUAL_SUCCESS_PREFIX}，企业系统按手册读取时请设置 receipts.successPrefix`,
      en: `No send result is in the InBoxes: they will be called ${SUCCESS_PREFIX}…; the manual writes ${MANUAL_SUCCESS_PREFIX}, so set receipts.successPrefix where your programs expect that`,
    };
  const { prefix, files } = found;
  return {
    about: 'receipts',
    zh: `InBox 中已有 ${files} 个 ${prefix} 文件：发送结果沿用此前缀（receipts.successPrefix）`,
    en: `${files} files in the InBoxes are called ${prefix}…: send results keep that spelling (receipts.successPrefix)`,
  };
}
