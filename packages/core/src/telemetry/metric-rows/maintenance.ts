import type { MaintenanceEvent } from '../../contract/maintenance.js';
import type { MetricRowsOf } from './row.js';

/** What maintenance means for the numbers: alert rules of Prometheus are quiet while it is above 0. */
export const MAINTENANCE_METRIC_ROWS: MetricRowsOf<MaintenanceEvent['type']> = {
  'maintenance.began': {
    metrics: ['swic_maintenance_windows'],
    update: ({ maintenance }) => maintenance.inc(),
  },
  'maintenance.ended': {
    metrics: ['swic_maintenance_windows'],
    update: ({ maintenance }) => maintenance.dec(),
  },
  'maintenance.planned': null,
};
