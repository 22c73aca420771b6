// @ts-check
// The files of deploy/monitoring, made of the metrics of the code and of the rules and panels beside this file; generate-docs.mjs writes
// them. A rule or a panel that names a metric which does not exist is refused.
import { ROWS } from './panels.mjs';
import { RULES } from './rules.mjs';

/** @typedef {import('@swic/core').MetricDescription} Metric */
/** @typedef {import('./panels.mjs').Panel} Panel */

const NOTE = 'Generated from the metrics of the code by `npm run docs`; do not edit.';
const COLUMNS = 24;
const STATS_IN_A_ROW = 6;
const SERIES_IN_A_ROW = 3;

/**
 * The files of deploy/monitoring, by name.
 * @param {readonly Metric[]} metrics
 * @returns {Readonly<Record<string, string>>}
 */
export function monitoringFiles(metrics) {
  return { 'swic-rules.yml': rulesFile(metrics), 'swic-dashboard.json': dashboardFile(metrics) };
}

/**
 * Every metric that an expression names, without the endings that Prometheus adds to a histogram.
 * @param {string} expr
 */
export function metricsIn(expr) {
  return [...expr.matchAll(/\bswic_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));
}

/** @param {readonly Metric[]} metrics @param {string} expr */
function checkedExpr(metrics, expr) {
  for (const name of metricsIn(expr))
    if (!metrics.some((metric) => metric.name === name)) throw new Error(`no metric is called ${name}: ${expr}`);
  return expr;
}

/** A string of JSON is one of YAML. @param {readonly Metric[]} metrics */
function rulesFile(metrics) {
  const lines = RULES.flatMap(({ alert, expr, for: lasting, severity, zh, en, command }) => [
    `      - alert: ${alert}`,
    `        expr: ${JSON.stringify(checkedExpr(metrics, expr))}`,
    `        for: ${lasting}`,
    `        labels: { severity: ${severity} }`,
    '        annotations:',
    `          summary: ${JSON.stringify(en)}`,
    `          summary_zh: ${JSON.stringify(zh)}`,
    `          command: ${JSON.stringify(command)}`,
  ]);
  return `${[`# ${NOTE}`, 'groups:', '  - name: swic', '    rules:', ...lines].join('\n')}\n`;
}

/** @param {readonly Metric[]} metrics */
function dashboardFile(metrics) {
  /** @type {object[]} */
  const panels = [];
  let top = 0;
  let id = 1;
  for (const { row, panels: inRow } of ROWS) {
    panels.push({
      id: id++,
      type: 'row',
      title: row,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y: top, w: COLUMNS, h: 1 },
    });
    top += 1;
    const isStats = inRow.every(({ type }) => type === 'stat');
    const each = isStats ? STATS_IN_A_ROW : SERIES_IN_A_ROW;
    const [w, h] = [COLUMNS / each, isStats ? 4 : 8];
    for (const [at, panel] of inRow.entries()) {
      const gridPos = { x: (at % each) * w, y: top + Math.floor(at / each) * h, w, h };
      panels.push({ id: id++, gridPos, ...panelOf(metrics, panel) });
    }
    top += Math.ceil(inRow.length / each) * h;
  }
  return `${JSON.stringify({ ...FRAME, panels }, null, 2)}\n`;
}

const SOURCE = { type: 'prometheus', uid: '${datasource}' };

const FRAME = {
  title: 'swic',
  uid: 'swic',
  description: NOTE,
  tags: ['swic'],
  schemaVersion: 39,
  editable: true,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  timezone: 'browser',
  templating: {
    list: [
      { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' },
      variable('instance', 'label_values(swic_up, instance)'),
      variable('business', 'label_values(swic_flow_running, business)'),
    ],
  },
  annotations: { list: [] },
};

/** @param {string} name @param {string} query */
function variable(name, query) {
  return {
    name,
    type: 'query',
    datasource: SOURCE,
    query,
    definition: query,
    refresh: 2,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: {},
  };
}

/** @param {readonly Metric[]} metrics @param {Panel} panel */
function panelOf(metrics, { title, metric: name, targets, type = 'timeseries', unit }) {
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined) throw new Error(`no metric is called ${name}`);
  return {
    type,
    title,
    description: metric.help,
    datasource: SOURCE,
    fieldConfig: { defaults: { unit: unit ?? unitOf(metric), min: 0 }, overrides: [] },
    targets: targets.map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: SOURCE,
      expr: checkedExpr(metrics, expr),
      legendFormat,
    })),
  };
}

/** By Prometheus' conventions the name ends with the unit. @param {Metric} metric */
function unitOf({ name, type }) {
  if (name.endsWith('_timestamp_seconds')) return 'dateTimeAsIso';
  if (name.endsWith('_seconds')) return 's';
  if (name.endsWith('_bytes')) return 'bytes';
  return type === 'counter' ? 'ops' : 'short';
}
