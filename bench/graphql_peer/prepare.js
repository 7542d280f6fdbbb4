// Microseconds of the CPU that graphql-js takes to parse and validate the example's query, warm, as a median.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { buildSchema, parse, validate } = require('graphql');

const example = path.join(__dirname, '../../graphql/tests/data/example');
const schema = buildSchema(fs.readFileSync(path.join(example, 'schema.graphql'), 'utf8'));
const { query } = JSON.parse(fs.readFileSync(path.join(example, 'list.request.json'), 'utf8'));

const rounds = [];
for (let round = 0; round < 21; ++round) {
  const count = 500;
  const start = process.cpuUsage();
  for (let i = 0; i < count; ++i) {
    if (validate(schema, parse(query)).length !== 0) throw new Error('the query is refused');
  }
  rounds.push(process.cpuUsage(start).user / count);
}
// The first rounds warm the compiler up.
const warm = rounds.slice(10).sort((a, b) => a - b);
console.log(warm[Math.floor(warm.length / 2)].toFixed(2));
