// The program's version, put in by the build; a run from source says so.
declare const ORCH_VERSION: string | undefined;

export const VERSION: string = typeof ORCH_VERSION === 'string' ? ORCH_VERSION : '0.0.0-source';
