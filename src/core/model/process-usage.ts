// What the processes of an agent take of the machine. Never part of the state.
/** What an agent's processes cost at the moment. */
export interface ProcessUsage {
  /** Percent of one core since the last look; null at the first one. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number;
}
