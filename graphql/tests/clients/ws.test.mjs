// WebSocket: the official client of graphql-transport-ws, and what a bad client gets to hear.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startServer } from './server.mjs';

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

function client(options = {}) {
  return createClient({ url: server.ws, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

async function all(from, request) {
  const results = [];
  for await (const result of from.iterate(request)) results.push(result);
  return results;
}

/// Sends the messages; gives the close code, its reason and the messages that came until then.
function talk(messages, { closeAfter = () => false } = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(server.ws, 'graphql-transport-ws');
    const got = [];
    socket.on('open', () => {
      for (const message of messages) {
        socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
      }
    });
    socket.on('message', (data) => {
      got.push(JSON.parse(data));
      if (closeAfter(got)) socket.close(1000);
    });
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString(), got }));
    socket.on('error', reject);
  });
}

const init = { type: 'connection_init' };
const subscribe = (id, query) => ({ id, type: 'subscribe', payload: { query } });

test('queries, mutations and subscriptions run over one connection', async () => {
  const one = client();
  const [query, mutation, count] = await Promise.all([
    all(one, { query: '{ hello }' }),
    all(one, { query: 'mutation($s: String!) { echo(s: $s) }', variables: { s: 'grüß 😀' } }),
    all(one, { query: 'subscription { countdown(from: 4) }' }),
  ]);
  assert.deepEqual(query, [{ data: { hello: 'world' } }]);
  assert.deepEqual(mutation, [{ data: { echo: 'grüß 😀' } }]);
  assert.deepEqual(count.map((result) => result.data.countdown), [4, 3, 2, 1, 0]);
  await one.dispose();
});

test('a refused document is an error of its operation, and the connection goes on', async () => {
  const one = client();
  await assert.rejects(all(one, { query: '{ nothing }' }), (errors) => /Cannot query/.test(errors[0].message));
  assert.deepEqual(await all(one, { query: '{ hello }' }), [{ data: { hello: 'world' } }]);
  await one.dispose();
});

test('completing a subscription stops it and frees its id', async () => {
  const { got, code } = await talk([
    init,
    subscribe('1', 'subscription { countdown(from: 1000) }'),
    { id: '1', type: 'complete' },
    subscribe('1', '{ hello }'),
  ], { closeAfter: (got) => got.at(-1).type === 'complete' });
  assert.equal(code, 1000);
  // The countdown may have begun before it was stopped.
  const last = got.slice(-2);
  assert.ok(got.length <= 4, JSON.stringify(got));
  assert.deepEqual(last.map((message) => message.type), ['next', 'complete']);
  assert.deepEqual(last[0].payload, { data: { hello: 'world' } });
});

test('many clients count at once', async () => {
  const clients = Array.from({ length: 30 }, () => client());
  const counts = await Promise.all(
    clients.map((one) => all(one, { query: 'subscription { countdown(from: 3) }' })));
  counts.forEach((count) => assert.equal(count.length, 4));
  await Promise.all(clients.map((one) => one.dispose()));
});

test('the client is answered when it pings', async () => {
  const { got } = await talk([{ type: 'ping', payload: { a: [1] } }, { type: 'ping' }], { closeAfter: (got) => got.length === 2 });
  assert.deepEqual(got, [{ type: 'pong', payload: { a: [1] } }, { type: 'pong' }]);
});

test('a connection that does not initialise is closed with 4408 after half a second', async () => {
  const start = performance.now();
  const { code, reason } = await talk([]);
  const taken = performance.now() - start;
  assert.equal(code, 4408);
  assert.equal(reason, 'Connection initialisation timeout');
  assert.ok(taken >= 480 && taken < 3000, `${taken} ms`);
});

const codes = [
  ['no JSON', ['{'], 4400],
  ['no object', ['[]'], 4400],
  ['no type', [{}], 4400],
  ['an unknown type', [{ type: 'hello' }], 4400],
  ['a message that only servers send', [init, { type: 'connection_ack' }], 4400],
  ['a payload of the wrong type', [{ type: 'connection_init', payload: 'x' }], 4400],
  ['a subscribe without an id', [init, { type: 'subscribe', payload: { query: '{ hello }' } }], 4400],
  ['a subscribe with an empty id', [init, subscribe('', '{ hello }')], 4400],
  ['a subscribe without a query', [init, { id: '1', type: 'subscribe', payload: {} }], 4400],
  ['variables that are a list', [init, { id: '1', type: 'subscribe', payload: { query: '{ hello }', variables: [] } }], 4400],
  ['a subscribe before the init', [subscribe('1', '{ hello }')], 4401],
  ['two operations with one id', [init, subscribe('1', 'subscription { countdown(from: 99) }'), subscribe('1', '{ hello }')], 4409],
  ['two inits', [init, init], 4429],
  ['bytes', [Buffer.from([1, 2])], 1003],
];
for (const [what, messages, expected] of codes) {
  test(`${what} closes the connection with ${expected}`, async () => {
    const { code, reason } = await talk(messages);
    assert.equal(code, expected);
    if (expected === 4409) assert.equal(reason, 'Subscriber for 1 already exists');
  });
}

test('another subprotocol is closed with 4406', async () => {
  // The client library gives up by itself when its protocol is not spoken; so by hand.
  const { port } = new URL(server.ws);
  const bytes = await new Promise((resolve, reject) => {
    const chunks = [];
    const socket = net.connect(Number(port), '127.0.0.1', () =>
      socket.write('GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Protocol: graphql-ws\r\n\r\n'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => (socket.end(), resolve(Buffer.concat(chunks))));
    socket.on('error', reject);
  });
  const head = bytes.indexOf('\r\n\r\n') + 4;
  assert.match(bytes.subarray(0, head).toString(), /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
  assert.doesNotMatch(bytes.subarray(0, head).toString(), /Sec-WebSocket-Protocol/);
  assert.equal(bytes[head], 0x88);
  assert.equal(bytes.readUInt16BE(head + 2), 4406);
});

test('a message that is too long is closed with 1009, and the server lives on', async () => {
  const { code } = await talk([{ type: 'ping', payload: { x: 'y'.repeat(200_000) } }]);
  assert.equal(code, 1009);
  assert.ok(server.alive());
});
