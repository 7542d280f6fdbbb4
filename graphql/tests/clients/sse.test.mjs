// Server-sent events, with the official client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'graphql-sse';
import { startServer } from './server.mjs';

let server;
let client;
before(async () => {
  server = await startServer();
  client = createClient({ url: server.http, retryAttempts: 0 });
});
after(() => {
  client.dispose();
  server.stop();
});

async function all(request) {
  const results = [];
  for await (const result of client.iterate(request)) results.push(result);
  return results;
}

test('a query and a mutation are answered once', async () => {
  assert.deepEqual(await all({ query: '{ hello }' }), [{ data: { hello: 'world' } }]);
  assert.deepEqual(await all({ query: 'mutation { echo(s: "a\\nb") }' }), [{ data: { echo: 'a\nb' } }]);
});

test('a subscription streams its events with time between them', async () => {
  const start = performance.now();
  const results = await all({
    query: 'subscription Count($from: Int!) { countdown(from: $from) }',
    variables: { from: 5 },
  });
  assert.deepEqual(results.map((result) => result.data.countdown), [5, 4, 3, 2, 1, 0]);
  assert.ok(performance.now() - start >= 90);
});

test('errors of the document come as an event', async () => {
  const [result] = await all({ query: '{ nothing }' });
  assert.match(result.errors[0].message, /Cannot query field "nothing"/);
  const [refused] = await all({ query: 'subscription { countdown(from: -1) }' });
  assert.equal(refused.errors[0].extensions.code, 'BAD_INPUT');
});

test('leaving a stream ends it', async () => {
  for await (const result of client.iterate({ query: 'subscription { countdown(from: 1000) }' })) {
    assert.equal(result.data.countdown, 1000);
    break;
  }
  assert.deepEqual(await all({ query: '{ hello }' }), [{ data: { hello: 'world' } }]);
});

test('many streams run side by side', async () => {
  const streams = Array.from({ length: 40 }, (_, i) =>
    all({ query: `subscription { countdown(from: ${i % 4}) }` }));
  const results = await Promise.all(streams);
  results.forEach((result, i) => assert.equal(result.length, (i % 4) + 1));
});

test('what is no request is refused over HTTP', async () => {
  const headers = { accept: 'text/event-stream' };
  const ask = (init) => fetch(server.http, { ...init, headers: { ...headers, ...init.headers } });
  assert.equal((await ask({ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status, 400);
  assert.equal((await ask({ method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status, 415);
  assert.equal((await ask({ method: 'PUT' })).status, 405);
  const mutation = await fetch(`${server.http}?query=${encodeURIComponent('mutation{echo(s:"a")}')}`, { headers });
  assert.equal(mutation.status, 405);
});
