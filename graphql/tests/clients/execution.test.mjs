// The engine against graphql-js: the same documents, at random from a seed, must get the same answers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { graphqlSync } from 'graphql';
import { Documents, schema } from './oracle.mjs';

const seed = Number(process.env.GRAPHQL_SEED ?? 1);
const count = Number(process.env.GRAPHQL_COUNT ?? 5_000);

/// Order of members counts in `data` and not in an error; errors are compared in their order.
function normal(text) {
  const answer = JSON.parse(text);
  return JSON.stringify([answer.data === undefined ? null : [answer.data],
    (answer.errors ?? []).map(({ message, locations, path }) => [message, locations, path])]);
}

test(`${count} random documents are answered as graphql-js answers them`, async (t) => {
  const binary = process.env.GRAPHQL_ZOO;
  assert.ok(binary, 'GRAPHQL_ZOO must name the program that answers');
  const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const documents = new Documents(seed);
  const seen = { data: 0, errors: 0 };
  for (let i = 0; i < count; ++i) {
    const { query, variables } = documents.next();
    const expected = JSON.stringify(graphqlSync({ schema, source: query, variableValues: variables }));
    child.stdin.write(`${JSON.stringify({ query, variables })}\n`);
    const got = (await answers.next()).value;
    assert.equal(normal(got), normal(expected), `document ${i} of seed ${seed}:\n${query}\n${JSON.stringify(variables)}`);
    seen.data += expected.startsWith('{"data":{') || expected.includes(',"data":{') ? 1 : 0;
    seen.errors += expected.includes('"errors":') ? 1 : 0;
  }
  child.stdin.end();
  t.diagnostic(`${seen.data} with data, ${seen.errors} with errors`);
  assert.ok(seen.data > count / 5 && seen.errors > count / 5, JSON.stringify(seen));
});
