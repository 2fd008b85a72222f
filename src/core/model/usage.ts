// What calls of a model have cost. `estimated` where the endpoint or harness told no tokens, or the price of the model is not known.

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly estimated: boolean;
}

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0, estimated: false };

export function addUsage(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costUsd: one.costUsd + other.costUsd,
    estimated: one.estimated || other.estimated,
  };
}
