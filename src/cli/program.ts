// The commands and their options, as commander knows them. What each does is in its own file, loaded when it is called.
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { APPROVALS } from '../core/model/goal.js';
import { MERGE_METHODS } from '../core/model/pull-request.js';
import { VERSION } from '../core/model/version.js';
import { addAgentCommands } from './agent-door/commands.js';
import type { Invocation } from './invocation.js';

type Call = (invocation: Invocation) => Promise<void>;

const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`A whole number from ${least} is allowed.`);
  return value;
};
const amount = (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('An amount from 0 is allowed, such as 2.50.');
  return value;
};
const approvalList = (text: string) => {
  const words = text.split(',').map((word) => word.trim());
  const isList = words.length === 1 && words[0] === 'none' ? true : words.every((word) => APPROVALS.some((name) => name === word));
  if (!isList) throw new InvalidArgumentError(`Allowed are ${APPROVALS.join(', ')} (several with commas), or none.`);
  return text;
};
const port = (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('A port from 0 (any free one) to 65535 is allowed.');
  return value;
};
/** No empty list to begin with: the help would show it as a default. */
const collect = (value: string, all: readonly string[] = []) => [...all, value];

/** The whole command line. `call` runs one invocation; tests pass their own. */
export function buildProgram(call: Call): Command {
  const program = new Command('orch-tui');
  const common = (command: Command) =>
    command
      .option('--repo <dir>', 'the repository (default: the one this folder is in)')
      .option('--config <file>', 'a configuration file instead of the person’s own')
      .option('--json', 'print one JSON object')
      .option('--verbose', 'say on standard error where state, socket and log lie');
  /** Of what starts the host. */
  const opening = (command: Command) =>
    command
      .option('--redis <url>', 'share messages and work with other machines over this Redis')
      .addOption(new Option('--a2a [port]', 'open the door for A2A programs (port 8000)').argParser(port));
  const add = (usage: string, description: string, describe: (command: Command) => Command = (command) => command) => {
    const command = common(describe(program.command(usage).description(description)));
    command.action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command;
      await call({ name: self.name(), args: self.args, options: self.optsWithGlobals() });
    });
  };

  opening(common(program))
    .description('Mission control for AI coding agents in one terminal.')
    .version(VERSION, '--version', 'print the version')
    .option('--foreground', 'host and screen in one process')
    .option('--read-only', 'look, never type')
    .helpCommand(false)
    .showHelpAfterError('Run `orch-tui --help` for what there is.')
    .action(async (_options: unknown, self: Command) => {
      await call({ name: 'screen-of-all', args: self.args, options: self.opts() });
    })
    .allowExcessArguments(false);

  add('demo', 'a throw-away repository, three demo agents, three merges', (c) =>
    opening(c.option('--dir <dir>', 'make the repository there and keep it')),
  );
  add('run [goal]', 'start a goal (`-`: from standard input), or all of a file; prints ids', (c) => opening(runOptions(c)));
  add('status', 'goals and agents', (c) =>
    c
      .option('--once', 'check every agent afresh and write a block to the monitor log')
      .option('--watch', 'print again whenever it changes'),
  );
  add('issues', 'the open issues of the forge; `run --issue N` makes a task of one', (c) =>
    c.option('--label <label>', 'only those that have it').option('--search <text>', 'only those that say it in title or text'),
  );
  add('list', 'the goals, also ended ones, newest first');
  add('show <goal>', 'one goal: its agents, plan, results and costs; by id, the beginning of its text, or the path of its workspace');
  add('cleanup [days]', 'remove workspaces of goals that ended long ago; what is unmerged stays', (c) =>
    c.option('--dry-run', 'only tell what would go and what stays'),
  );
  add(
    'resume <agent>',
    'resume an agent, or all of a goal (also by the path of its workspace), with its conversation where the CLI can',
    (c) => opening(c.option('--fresh', 'start anew in the same worktree').option('--wait', 'follow the goal to its end')),
  );
  add('approve <goal>', 'agree to what a goal asks: its plan, or its finish');
  add('replan <goal> <wish...>', 'ask for another plan of what is not done');
  add('send <agent> <text...>', 'type a message to an agent', (c) => c.option('--wait', 'return when it is delivered'));
  add('messages', 'what person, manager and agents write to each other; send TO TEXT | reply ID TEXT | read ID | retry ID | drop ID', (c) =>
    c
      .addArgument(new Argument('[what]').choices(['send', 'reply', 'read', 'retry', 'drop']))
      .argument('[words...]')
      .option('-f, --follow', 'go on as they come')
      .option('--inbox', 'only those to you that you have not read')
      .option('--dead', 'only those that were given up')
      .option('--agent <agent>', 'only from or to this agent')
      .option('--all', 'with read and retry: all of them'),
  );
  add(
    'answer [agent] [choice...]',
    'answer what an agent asks: a number, the words of an option, allow, deny, or a text; alone: list all that is asked',
    (c) => c.option('--digest <digest>', 'only while it asks this very question (`question.digest` of status --json)'),
  );
  add('interrupt <agent>', 'interrupt what an agent does');
  add('stop [agent]', 'end an agent, or all of a goal; worktrees and branches stay', (c) =>
    c.option('--all', 'every agent').option('--children', 'those that it has delegated to, too'),
  );
  add('remove <agent>', 'remove an agent and its worktree; unmerged work is rescued first', (c) =>
    opening(c.option('--force', 'do not ask')),
  );
  add('finish <agent>', 'verify and finish: merge, pull request or branch', (c) =>
    opening(c)
      .addOption(new Option('--as <kind>', 'how it ends').choices(['pr', 'merge', 'branch', 'keep']))
      .option('--draft', 'with --as pr: a draft, also where the verify command does not succeed')
      .option('--remove', 'remove the worktree afterwards'),
  );
  add('compare <goal>', 'several tries of one task side by side; by the goal, or one of its agents');
  add('pick <agent>', 'finish this one of several tries; the others are kept as refs and removed', (c) =>
    c.option('--combine', 'let it take over what is better in the others first'),
  );
  add('logs <agent>', 'what an agent has printed', (c) =>
    c
      .option('-f, --follow', 'go on as it prints')
      .option('--raw', 'the bytes as they came (not to a terminal)')
      .option('--setup', 'what made its worktree ready, not the agent'),
  );
  add('screen <agent>', 'what an agent shows now', (c) => c.option('--ansi', 'with colours'));
  add('why <agent>', 'why an agent is in its state');
  add('diff <agent>', 'what an agent changed');
  add('attach [agent]', 'open the screen, typing to an agent', (c) => opening(c.option('--read-only', 'look, never type')));
  add('host', 'the host of this repository', (c) =>
    opening(c.option('--start', 'start it where none runs').option('--stop', 'end all agents and the host')),
  );
  add('trash', 'list | restore NAME | empty: removed worktrees', (c) =>
    c
      .addArgument(new Argument('<what>').choices(['list', 'restore', 'empty']))
      .argument('[name]')
      .option('--older-than <days>', 'with empty: only what is older', wholeNumber(0)),
  );
  add('pulls', 'list | merge NAME | follow NAME | unfollow NAME: pull requests that were opened here', (c) =>
    c
      .addArgument(new Argument('[what]').choices(['list', 'merge', 'follow', 'unfollow']))
      .argument('[name]')
      .addOption(new Option('--merge-method <method>', 'how it is merged').choices([...MERGE_METHODS]))
      .option('--auto', 'with follow: merge it when nothing is in the way'),
  );
  add('doctor', 'check what orch-tui needs');
  add('config', 'get [KEY] | set KEY VALUE | path | schema | trust', (c) =>
    c
      .addArgument(new Argument('[what]').choices(['get', 'set', 'path', 'schema', 'trust']))
      .argument('[key]')
      .argument('[value]'),
  );
  add('agent [task...]', 'the built-in agent at this terminal: it works by a model that you have a key for', (c) =>
    c
      .option('--once', 'end when the task does; else it goes on talking')
      .option('--resume <id>', 'go on with a conversation')
      .option('--model <name>', 'the model that is asked'),
  );
  add('mcp', 'a server of tools for agent CLIs (MCP over standard input and output): for an agent by its token, else for you', (c) =>
    c
      .option('--token-file <file>', 'file with the token of the agent it is for')
      .option('--socket <path>', 'socket of the host of that agent')
      .addOption(
        new Option('--print-command <cli>', 'print the slash command /orch for this agent CLI').choices([
          'claude',
          'codex',
          'gemini',
          'opencode',
        ]),
      ),
  );
  addAgentCommands(add, { seconds: wholeNumber(0), collect });
  add('worker', 'take tasks of hosts on other machines, until Ctrl-C', (c) =>
    c
      .option('--redis <url>', 'the Redis that the machines share')
      .option('--repo-url <url>', 'the repository that tasks are for (default: the one this folder is in)')
      .option('--slots <n>', 'agents at once', wholeNumber(1))
      .option('--labels <labels>', 'what this machine has, with commas: gpu,mac')
      .option('--name <name>', 'name of this worker in lists'),
  );
  add('completion', 'print a completion script: bash, zsh or fish', (c) =>
    c.addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish'])),
  );

  program.exitOverride();
  for (const command of program.commands) command.exitOverride();
  return program;
}

function runOptions(command: Command): Command {
  return command
    .option('--agent <harness>', 'claude, codex, gemini, opencode, aider, builtin, demo, or a name from the configuration')
    .option('--command <words>', 'any command; {prompt} becomes the task text')
    .option('--args <words>', 'extra arguments for the agent CLI')
    .option('--model <name>', 'the model for the agent CLI')
    .option(
      '--role <role>',
      'how the task is approached: researcher, coder, writer, analyst, designer, qa, coordinator, or one of your own',
    )
    .addOption(
      new Option(
        '--delegate <when>',
        'whether its agents may have parts done by others: always, never, or auto (by role and plan)',
      ).choices(['always', 'auto', 'never']),
    )
    .option('--count <n>', 'agents on the same task, of which one is picked (each is kept with --finish keep)', wholeNumber(1))
    .option('--try <harness>', 'one more try of the task, as HARNESS or HARNESS:MODEL; may be given again', collect)
    .addOption(
      new Option(
        '--plan <when>',
        'cut into tasks by the planner: auto (where a model is there and the goal needs it), always, none',
      ).choices(['auto', 'always', 'none']),
    )
    .option(
      '--issue <n>',
      'take the goal from an issue of the forge, which the pull request closes; a GOAL comes before it',
      wholeNumber(1),
    )
    .option('--repo-url <url>', 'clone it below this folder first, and work there')
    .option(
      '--on <place>',
      'where its agents run: here, any (a worker that has a place), or a label or name of workers; their policy holds there',
    )
    .option('--shallow', 'with --repo-url: only the last commit')
    .option('--base <branch>', 'start from and finish into this branch')
    .option('--name <slug>', 'name of the agent')
    .option('--verify <command>', 'must exit 0 before the task may finish')
    .option('--attempts <n>', 'runs of the verify command in all', wholeNumber(1))
    .addOption(new Option('--finish <kind>', 'how it ends').choices(['pr', 'merge', 'branch', 'keep']))
    .option('--policy <policy>', 'what agents may do unasked: strict, worktree (default), or a file of rules')
    .option('--label <label>', 'for the pull request', collect)
    .option('--reviewer <name>', 'for the pull request', collect)
    .option('--draft', 'open the pull request as a draft')
    .addOption(
      new Option('--merge <when>', 'the pull request: auto as soon as checks and reviews allow it, ask by a person').choices([
        'ask',
        'auto',
      ]),
    )
    .addOption(new Option('--merge-method <method>', 'how the pull request is merged').choices([...MERGE_METHODS]))
    .addOption(
      new Option('--approve <points>', 'where a person must agree first: plan, command, finish, with commas, or none').argParser(
        approvalList,
      ),
    )
    .option('--budget <usd>', 'most US dollars for the goal (exit 5 with --wait)', amount)
    .option('--max-turns <n>', 'turns of the built-in agent', wholeNumber(1))
    .option('--timeout <seconds>', 'stop its agents after this long (exit 5 with --wait)', wholeNumber(1))
    .option('--goals <file>', 'start each line of a file as a goal of its own (`-`: standard input; # begins a comment)')
    .option('--wait', 'follow it to its end')
    .option('--non-interactive', 'never ask a person (exit 4 where one is needed)');
}
