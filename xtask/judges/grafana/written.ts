// What Grafana's own types say of a board that is written down: text instead of an enumeration's members, and each kind of panel with what
// belongs to it.

import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** A type as it is in a file; members that are methods are in none. */
type Written<T> = 0 extends 1 & T ? unknown
  : T extends string ? `${T}`
  : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer I)[] ? Written<I>[]
  : { [K in keyof T as K extends `_${string}` ? never : K]: Written<T[K]> };

type Kind<Name extends string, Options, Fields> = Written<Omit<dashboard.Panel, 'type' | 'targets' | 'options' | 'fieldConfig'>> & {
  type: Name;
  // Without these there is nothing on a panel, and nobody knows where it stands.
  title: string;
  gridPos: Written<dashboard.GridPos>;
  targets: (Written<prometheus.Dataquery> & { refId: string })[];
  options?: Partial<Written<Options>>;
  fieldConfig: {
    defaults: Written<Omit<dashboard.FieldConfig, 'custom'>> & { custom?: Written<Fields> };
    overrides: Written<dashboard.FieldConfigSource['overrides']>;
  };
};

export type Panel =
  | Written<dashboard.RowPanel>
  | Kind<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Kind<'stat', stat.Options, never>
  | Kind<'gauge', gauge.Options, never>
  | Kind<'bargauge', bargauge.Options, never>;

export type Board = Written<Omit<dashboard.Dashboard, 'panels' | 'schemaVersion'>> & {
  schemaVersion: 41;
  uid: string;
  title: string;
  panels: Panel[];
};
