// What a client tells the host of the person's environment (decision 5): like tmux's update-environment, held in memory only.

const NAMES = new Set([
  'PATH',
  'SSH_AUTH_SOCK',
  'SSH_AGENT_PID',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'GITHUB_API_URL',
  'REDIS_USERNAME',
  'REDIS_PASSWORD',
  'ORCH_CLUSTER_SECRET',
]);
const KEY = /(_API_KEY|_TOKEN|_BASE_URL)$/;

/** What we give to an agent: a client in its terminal brings the person nothing of that. */
const OURS = 'ORCH_TOKEN';

/** SSH_AUTH_SOCK, PATH, the display, the key variables, and the forge that the token is for. */
export function clientEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && name !== OURS && (NAMES.has(name) || KEY.test(name)));
  return Object.fromEntries(kept) as Record<string, string>;
}
