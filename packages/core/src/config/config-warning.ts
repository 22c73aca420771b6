/** What a configuration that is valid may still have wrong. An error keeps the agent from starting. */
export interface ConfigWarning {
  readonly level: 'error' | 'warning';
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}
