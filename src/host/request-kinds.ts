// Requests that the host treats alike, whoever asks.
import type { Method } from '../core/model/requests.js';

/** What a host that is ending would take and then lose. */
export const BEGINS_WORK: ReadonlySet<Method> = new Set<Method>(['run', 'resume', 'finish', 'remove', 'pick', 'comment']);

/** Answered whenever something happens next, if ever. */
export const LOOKS_ON: ReadonlySet<Method> = new Set<Method>(['statusAfter', 'eventsAfter', 'messagesAfter', 'lettersHome']);
