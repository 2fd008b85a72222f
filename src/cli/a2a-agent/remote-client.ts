// The SDK's client of one remote agent, in whichever of its transports both know; A2A 0.3 too.
import {
  type Client,
  ClientFactory,
  ClientFactoryOptions,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';

export function connectRemote(url: URL, fetchImpl: typeof fetch): Promise<Client> {
  const common = { fetchImpl, legacyCompat: { enabled: true } };
  const options = ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
    transports: [new JsonRpcTransportFactory(common), new RestTransportFactory(common)],
    cardResolver: new DefaultAgentCardResolver(common),
  });
  const factory = new ClientFactory(options);
  if (url.pathname.endsWith('.json')) return factory.createFromUrl(url.href, url.pathname);
  const base = new URL(url);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return factory.createFromUrl(base.href);
}
