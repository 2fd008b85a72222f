// One thing that `doctor` looked at.

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly said: string;
  readonly next: string | null;
}
