// State rules as data: one JSON file for each CLI in `rules/`, which a person may override. What a title, a notification or a screen says.
import type { AgentState, Question } from '../model/agent.js';
import type { FailureKind } from '../model/limit.js';

export interface RuleData {
  /** Unique; `why` and the timeline name it. */
  readonly name: string;
  readonly on: 'title' | 'notification' | 'screen';
  /** For a screen: the part of it that the pattern is matched against, see `ScreenParts`. */
  readonly where?: 'dialog' | 'composer' | 'block' | 'near';
  /** For a dialog: how many rows may stand below what the pattern matches; default 10, its other options and a line of hints. */
  readonly rowsBelow?: number;
  /** Source of a regular expression, with `m` and `u` set. */
  readonly pattern: string;
  readonly flags?: 'i';
  /** The evidence, and the words of a question, with `$1` for what the pattern caught; default `$1`, for a title or notification its text. */
  readonly says?: string;
  readonly state: AgentState;
  readonly asks?: Question['kind'];
  /** Of a permission: what is to be done. */
  readonly tool?: 'shell' | 'edit' | 'read' | 'fetch';
  /** Templates as in `says`. A command over several rows is not taken: where it ends can not be told. */
  readonly command?: string;
  readonly path?: string;
  /** `numbered`: rows such as `2. No`, answered by their number; `listed`: those, or rows without numbers of which one is marked. `letters`: `(Y)es/(N)o` in front of the place where one is typed. Else the words of a row of buttons, chosen by arrow keys. */
  readonly options?: 'numbered' | 'listed' | 'letters' | readonly string[];
  /** Only with `idle`, `done` and text questions: how long nothing else may be said before it is believed, in ms. */
  readonly settleMs?: number;
  /** Only with `limited`: what keeps it from going on. */
  readonly fails?: FailureKind;
  /** It tries again by itself: then it is limited also while it says that it works. */
  readonly retries?: 'itself';
  /** Template of the time at which it goes on. */
  readonly resets?: string;
  /** Taken from the strings in the CLI, or from its documentation: not seen on a screen yet. */
  readonly from?: 'strings' | 'documentation';
  /** Versions it was seen on, where other than those of the file. */
  readonly seenOn?: readonly string[];
}

/** How the input line of a CLI is read, emptied, and kept from taking a message for a command of its own. Patterns are sources with `m` and `u` set. */
export interface InputData {
  /** Matched against the whole screen without the blanks at its ends; `$1` is what stands in the line, with its frame. */
  readonly pattern: string;
  /** Words that stand in an empty one, behind the cursor. */
  readonly hint?: string;
  /** Keys that empty it, whatever it holds: only where the CLI itself puts something into it. */
  readonly clear?: readonly 'esc'[];
  /** What is put in front of a text that begins so, for the first that matches: else the CLI would obey it. */
  readonly lead?: readonly { readonly before: string; readonly put: string }[];
  /** A text that ends so gets a blank behind it: a list of proposals would take the Enter, or it would be a new line. */
  readonly trail?: string;
}

export interface RuleFile {
  readonly seenOn: readonly string[];
  /** The input line with its frame and what stands below it, matched against rows without frames. While it stands nothing else is a dialog. */
  readonly composer?: string;
  /** On a wide terminal it draws a column of facts at the right, which is cut off before anything is read. */
  readonly sideBar?: 'right';
  readonly input?: InputData;
  readonly rules: readonly RuleData[];
}

export interface Rule extends Omit<RuleData, 'pattern' | 'flags'> {
  readonly pattern: RegExp;
}

export interface RuleSet {
  readonly composer: RegExp | null;
  readonly sideBar: boolean;
  readonly titles: readonly Rule[];
  readonly notifications: readonly Rule[];
  readonly screens: readonly Rule[];
}

/** Throws a SyntaxError for a pattern that is none: a bug in a file of ours; a person's file is checked before. */
export function compileRules({ composer, sideBar, rules }: RuleFile): RuleSet {
  // Of a screen every match is looked for: global once, not anew with each look.
  const flagsOf = ({ on: place, flags }: RuleData) => `mu${flags ?? ''}${place === 'screen' ? 'g' : ''}`;
  const compiled = rules.map((rule): Rule => ({ ...rule, pattern: new RegExp(rule.pattern, flagsOf(rule)) }));
  const on = (place: RuleData['on']) => compiled.filter((rule) => rule.on === place);
  return {
    composer: composer === undefined ? null : new RegExp(composer, 'mu'),
    sideBar: sideBar !== undefined,
    titles: on('title'),
    notifications: on('notification'),
    screens: on('screen'),
  };
}

/** A person's rules over those of a CLI: one of the same name takes its place, others come first. */
export function overriddenRules(base: RuleFile, person: RuleFile): RuleFile {
  const named = new Map(person.rules.map((rule) => [rule.name, rule]));
  const kept = base.rules.map((rule) => named.get(rule.name) ?? rule);
  const known = new Set(base.rules.map(({ name }) => name));
  const composer = person.composer ?? base.composer;
  const input = person.input ?? base.input;
  return {
    seenOn: base.seenOn,
    ...(composer === undefined ? {} : { composer }),
    ...(base.sideBar === undefined ? {} : { sideBar: base.sideBar }),
    ...(input === undefined ? {} : { input }),
    rules: [...person.rules.filter(({ name }) => !known.has(name)), ...kept],
  };
}
