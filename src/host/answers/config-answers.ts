// The configuration shown and changed on the screen: read from its files each time, so that what another program wrote is seen. Loads the schema only when asked.
import { ok } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import { contradiction } from '../config-contradiction.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function configAnswers(world: AnswerWorld): Pick<Answers, 'configShow' | 'configSet' | 'configUnset'> {
  // The one value that the host can take while it runs without anything else having been made from it.
  const loadedMax = async (key: string): Promise<number | null> => {
    if (key !== 'agents.max') return null;
    const { loadConfig } = await import('../../core/adapters/config-files.js');
    const loaded = await loadConfig({ ...world.configPlace(), check: contradiction });
    return loaded.ok ? loaded.value.config.agents.max : null;
  };
  const take = (maxAgents: number): 'now' => {
    world.store.dispatch({ type: 'limits.changed', maxAgents });
    return 'now';
  };
  return {
    async configShow() {
      const [{ loadConfig }, { configEntries }, { configJsonSchema }] = await Promise.all([
        import('../../core/adapters/config-files.js'),
        import('../../core/model/config-entry.js'),
        import('../../core/model/config-json-schema.js'),
      ]);
      const loaded = await loadConfig({ ...world.configPlace(), check: contradiction });
      if (!loaded.ok) return loaded;
      const { config, origins, personFile, notices } = loaded.value;
      const running = { ...world.config, agents: { ...world.config.agents, max: world.store.state.maxAgents } };
      return ok({
        entries: configEntries({ config, origins, running, schema: configJsonSchema() }),
        file: plainText(personFile, 300),
        notices: notices.map((notice) => plainText(notice, 600)),
      });
    },
    async configSet({ key, text }) {
      const { setConfigValue } = await import('../../core/adapters/config-files.js');
      const { place, configFile } = world.configPlace();
      const changed = await setConfigValue({ place, configFile: configFile ?? null, key, text, check: contradiction });
      if (!changed.ok) return changed;
      const { file, value } = changed.value;
      const max = await loadedMax(key);
      // A variable may lie over the file.
      const takesEffect = max !== null && max === value ? take(max) : 'next start';
      return ok({ key, file: plainText(file, 300), value, takesEffect });
    },
    async configUnset({ key }) {
      const { unsetConfigValue } = await import('../../core/adapters/config-files.js');
      const { place, configFile } = world.configPlace();
      const changed = await unsetConfigValue({ place, configFile: configFile ?? null, key, check: contradiction });
      if (!changed.ok) return changed;
      const max = await loadedMax(key);
      return ok({ key, file: plainText(changed.value.file, 300), takesEffect: max === null ? 'next start' : take(max) });
    },
  };
}
