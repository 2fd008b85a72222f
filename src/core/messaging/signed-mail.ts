// What goes to one node by its queue, messages and results of tasks: signed by the secret that the machines share, where there is one.
// Redis may be anybody's, and a message becomes a prompt of an agent, a result commits on its branch.
import * as z from 'zod/mini';
import { isSignedBy, signatureOf } from './sealed.js';

export interface SignedMail {
  readonly told: unknown;
  /** Empty where there is no secret, as between programs of one machine. */
  readonly signature: string;
}

export interface MailOrder {
  /** Node that it is for: to another one it says nothing. */
  readonly to: string;
  readonly kind: 'letter' | 'end';
}

const mailSchema = z.object({ told: z.unknown(), signature: z.string().check(z.maxLength(128)) });

export function signMail({ to, kind }: MailOrder, told: unknown, secret: string | null): SignedMail {
  return { told, signature: secret === null ? '' : signatureOf({ mail: kind, to, told }, secret) };
}

/** What it says; null where nobody who knows the secret has said it to this node. */
export function openMail({ to, kind }: MailOrder, mail: unknown, secret: string | null): unknown {
  const read = mailSchema.safeParse(mail);
  if (!read.success) return null;
  const { told, signature } = read.data;
  const isGenuine = secret === null ? signature === '' : isSignedBy({ mail: kind, to, told }, signature, secret);
  return isGenuine ? (told ?? null) : null;
}

/** As it is kept by Redis for whoever passes it on; null where that is none of ours. */
export function readMail(text: string): SignedMail | null {
  try {
    const read = mailSchema.safeParse(JSON.parse(text));
    return read.success ? { told: read.data.told, signature: read.data.signature } : null;
  } catch {
    return null;
  }
}
