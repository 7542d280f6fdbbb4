// GraphQL over HTTP, as the official audit sees it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { startServer } from './server.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

test('every audit of graphql-http passes', async () => {
  const audits = serverAudits({ url: () => server.http, fetchFn: fetch });
  assert.equal(audits.length, 61);
  const refused = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== 'ok') refused.push(`${audit.id} ${result.status} ${audit.name}: ${result.reason}`);
  }
  assert.deepEqual(refused, []);
});
