// Whether a value may stand at a key, by the JSON schema alone: quick enough to be asked at every letter. What it lets through is still checked when it is saved.
import type { JsonSchema } from './config-json-schema.js';

export function fitsSchema(schema: JsonSchema, value: unknown): boolean {
  if (schema.anyOf !== undefined) return schema.anyOf.some((one) => fitsSchema(one, value));
  if (schema.enum !== undefined) return typeof value === 'string' && schema.enum.includes(value);
  if (Array.isArray(schema.type)) return schema.type.some((type: string) => fitsSchema({ ...schema, type }, value));
  switch (schema.type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) && isWithin(schema, value as number);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && isWithin(schema, value);
    case 'array': {
      const { items, minItems = 0 } = schema;
      return Array.isArray(value) && value.length >= minItems && value.every((each) => items === undefined || fitsSchema(items, each));
    }
    case 'object':
      return fitsObject(schema, value);
    default:
      return true;
  }
}

function isWithin({ minimum, maximum }: JsonSchema, value: number): boolean {
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

function fitsObject({ properties = {}, additionalProperties }: JsonSchema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, inner]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known !== undefined) return fitsSchema(known, inner);
    return typeof additionalProperties === 'object' ? fitsSchema(additionalProperties, inner) : additionalProperties !== false;
  });
}
