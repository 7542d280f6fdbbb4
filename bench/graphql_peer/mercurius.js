// The example of graphql/tests/data/example on mercurius with its JIT: mercurius.js PORT
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const fastify = require('fastify');
const mercurius = require('mercurius');

const example = path.join(__dirname, '../../graphql/tests/data/example');
const data = JSON.parse(fs.readFileSync(path.join(example, 'data.json'), 'utf8'));
const customers = new Map(data.customers.map((customer) => [customer.id, customer]));
// Without Subscription, which is not measured.
const schema = fs.readFileSync(path.join(example, 'schema.graphql'), 'utf8').replace(/type Subscription \{[^}]*\}/, '');

const resolvers = {
  Query: {
    hello: () => 'world',
    workOrder: (_, { id }) => data.workOrders.find((order) => order.id === id),
    workOrders: (_, { first }) => data.workOrders.slice(0, first),
  },
  Mutation: { echo: (_, { s }) => s },
  WorkOrder: { customer: (order) => customers.get(order.customerId) },
};

const app = fastify({ logger: false });
app.register(mercurius, { schema, resolvers, jit: 1 });
app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
