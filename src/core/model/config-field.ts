// Fields that the sections of the configuration are made of: a type, its bounds, and what it means.
import * as z from 'zod/mini';

export const said = (text: string) => z.describe(text);

export const int = (least: number, most: number, text: string) => z.int().check(z.minimum(least), z.maximum(most), said(text));

export const textOrNull = (text: string) => z._default(z.nullable(z.string()).check(said(text)), null);

export const intOrNull = (least: number, most: number, text: string) =>
  z._default(z.nullable(z.int().check(z.minimum(least), z.maximum(most))).check(said(text)), null);

export const numberOrNull = (least: number, most: number, text: string) =>
  z._default(z.nullable(z.number().check(z.minimum(least), z.maximum(most))).check(said(text)), null);

export const flag = (value: boolean, text: string) => z._default(z.boolean().check(said(text)), value);

export const texts = (text: string) => z._default(z.array(z.string()).check(said(text)), []);
