// The one command that every hook of every agent CLI runs: it drops what it was given into the agent's private folder, as one file an event.
// A CLI may wait for its hooks, so no program of ours is started for one: `sh`, `date`, `cat` and `mv` take 5 ms, Node 50 to 100.

/** Names the agent's private folder to its hooks; not set where its hooks have nobody to tell. */
export const HOOKS_VARIABLE = 'ORCH_HOOKS';

/**
 * Written under a hidden name and then renamed: who watches the folder never sees half an event. The name puts events in order and says
 * which one it is, so that an event is known also where its text is too large to be read. It prints nothing and succeeds whatever
 * happens: for some CLIs output and exit code are an answer.
 */
export function hookCommand(event: string): string {
  const folder = `"$${HOOKS_VARIABLE}"`;
  const drop = `n=$(date +%s%N)-$$; cat > ${folder}/.$n && mv ${folder}/.$n ${folder}/$n-${event}`;
  return `if [ -d ${folder} ]; then ${drop}; else cat; fi >/dev/null 2>&1; exit 0`;
}
