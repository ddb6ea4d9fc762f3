import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import type { Http } from '../../ports/index.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { chunked } from '../../testing/streams.ts';
import { REGISTRY_LIMITS } from './limits.ts';
import { createTransport, type TransportContext } from './transport.ts';

test('where no credentials can be had for a challenge, its answer is given up, so that no connection stays open', async () => {
  let discarded = 0;
  const http: Http = {
    send: async () => ({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="r"' },
      body: chunked(new TextEncoder().encode('{}')),
      discard: () => void (discarded += 1),
    }),
  };
  const context = {
    endpoint: { host: 'registry.example.com', protocols: ['https'] },
    authorizer: { header: async () => null, answer: () => Promise.reject(new FromageError('malformed', 'config.json is not valid JSON')) },
    limits: REGISTRY_LIMITS,
    tlsFor: async () => ({ verify: true }),
  } as unknown as TransportContext;
  const asked = { what: 'x', registry: 'registry.example.com' } as never;
  const sent = createTransport(context, { http, clock: fakeClock() }).send({ path: '/v2/', headers: {}, asked } as never);
  await assert.rejects(sent, { code: 'malformed' });
  assert.equal(discarded, 1);
});
