// The JSON schema made from the configuration's schema: for editors, and for asking what a key takes.
import { toJSONSchema } from 'zod/mini';
import { configSchema } from './config.js';

/** The parts of JSON schema that the configuration uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
}

export function configJsonSchema(): JsonSchema {
  return { ...(toJSONSchema(configSchema, { io: 'input' }) as JsonSchema) };
}
