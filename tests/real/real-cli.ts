// The four real agent CLIs: where they are installed, and what each needs in a fresh home to talk to the scripted model and to nobody else.
import { realpathSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

export type CliName = 'codex' | 'claude' | 'gemini' | 'opencode';

export const CLI_NAMES: readonly CliName[] = ['codex', 'claude', 'gemini', 'opencode'];

const KEY = 'sk-ant-scripted-model-0000';

export interface Home {
  /** The address of the scripted model. */
  readonly model: string;
  readonly home: string;
  /** `$XDG_CONFIG_HOME` */
  readonly config: string;
  /** A folder that is trusted beforehand, with everything below it; null: the CLI asks. */
  readonly trusted: string | null;
}

/** Its executable, from the folder that ORCH_REAL_CLIS names (itself, or one install per CLI in it), else from PATH; null where it is not. */
export function installedCli(name: CliName): string | null {
  const { ORCH_REAL_CLIS: folder, PATH = '' } = process.env;
  const own = folder === undefined ? [] : [folder, join(folder, 'node_modules/.bin'), join(folder, name, 'node_modules/.bin')];
  const searched = [...own, ...PATH.split(delimiter).filter((path) => isAbsolute(path))];
  return searched.map((path) => join(path, name)).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile()) ?? null;
}

/** Whether nothing but loopback can be reached: the CLIs would call their vendors. */
export function isOffline(): boolean {
  return Object.keys(networkInterfaces()).every((name) => name === 'lo');
}

/** Variables that a CLI gets besides those of its sandbox. */
export function cliVariables(name: CliName, model: string, executable: string): Readonly<Record<string, string>> {
  // Node for those that are scripts; nothing else of this machine.
  const PATH = [dirname(executable), dirname(realpathSync(process.execPath)), '/usr/bin', '/bin'].join(':');
  switch (name) {
    case 'codex':
      return { PATH, SCRIPTED_KEY: 'none' };
    case 'claude':
      return {
        PATH,
        ANTHROPIC_BASE_URL: model,
        ANTHROPIC_API_KEY: KEY,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
      };
    case 'gemini':
      return { PATH, GEMINI_API_KEY: 'none', GOOGLE_GEMINI_BASE_URL: model };
    case 'opencode':
      return {
        PATH,
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      };
  }
}

/** Writes the settings that a person who has used the CLI before would have. */
export async function furnish(name: CliName, order: Home): Promise<void> {
  for (const [path, content] of Object.entries(settings(name, order))) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function settings(name: CliName, { model, home, config, trusted }: Home): Readonly<Record<string, unknown>> {
  switch (name) {
    case 'codex':
      return { [join(home, '.codex/config.toml')]: codexToml(model, trusted) };
    case 'claude': {
      // The key's last 20 characters are what it remembers of one that was approved.
      const projects = trusted === null ? {} : { [trusted]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } };
      return {
        [join(home, '.claude.json')]: {
          hasCompletedOnboarding: true,
          theme: 'dark',
          numStartups: 9,
          autoUpdates: false,
          customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
          projects,
        },
        // Newer releases begin in a mode that asks for little and needs the vendor.
        [join(home, '.claude/settings.json')]: { permissions: { defaultMode: 'default' } },
      };
    }
    case 'gemini':
      return {
        [join(home, '.gemini/settings.json')]: {
          security: { auth: { selectedType: 'gemini-api-key' } },
          privacy: { usageStatisticsEnabled: false },
          telemetry: { enabled: false },
          general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
        },
        ...(trusted === null ? {} : { [join(home, '.gemini/trustedFolders.json')]: { [trusted]: 'TRUST_FOLDER' } }),
      };
    case 'opencode':
      return {
        [join(config, 'opencode/opencode.json')]: {
          autoupdate: false,
          share: 'disabled',
          model: 'scripted/model',
          small_model: 'scripted/model',
          enabled_providers: ['scripted'],
          permission: { edit: 'ask', bash: 'ask' },
          provider: {
            scripted: {
              npm: '@ai-sdk/openai-compatible',
              name: 'Scripted',
              options: { baseURL: `${model}/v1`, apiKey: 'none' },
              models: { model: { name: 'Scripted', tool_call: true, limit: { context: 200_000, output: 8000 } } },
            },
          },
        },
      };
  }
}

function codexToml(model: string, trusted: string | null): string {
  return `model = "gpt-6-sol"
model_provider = "scripted"
check_for_update_on_startup = false
approval_policy = "on-request"
sandbox_mode = "read-only"
[model_providers.scripted]
name = "scripted"
base_url = "${model}/v1"
wire_api = "responses"
env_key = "SCRIPTED_KEY"
request_max_retries = 1
stream_max_retries = 1
[analytics]
enabled = false
${trusted === null ? '' : `[projects."${trusted}"]\ntrust_level = "trusted"\n`}`;
}
