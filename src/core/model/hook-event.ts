// What a hook of an agent CLI has told, as it arrives from outside: nothing in it is to be trusted.

export interface HookEvent {
  /** Of the event, such as `PreToolUse`: by the hook that was run for it. */
  readonly name: string;
  /** The JSON object that the hook was given; null where that was too large or no object. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}
