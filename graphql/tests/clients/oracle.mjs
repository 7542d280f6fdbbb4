// The world of graphql/tests/zoo.cpp once more, on graphql-js; and documents about it, at random
// from a seed.
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';

export const schema = buildSchema(readFileSync(new URL('../data/zoo.graphql', import.meta.url), 'utf8'));

const cat = (id) => ({ kind: 'Cat', id });
const dog = (id) => ({ kind: 'Dog', id });

function fail(message) {
  throw new Error(message);
}

const resolvers = {
  Cat: {
    name: ({ id }, { upper }) => {
      // A variable may make it null; C++ reads that as false.
      return `${upper ? 'TOM' : 'Tom'} ${id}`;
    },
    lives: () => 9,
    mood: () => 'GREEN',
    friend: ({ id }) => (id < 5 ? dog(id + 1) : null),
    broken: () => null,
    brokenMaybe: () => null,
    failing: () => fail('The cat fails.'),
    failingHard: () => fail('The cat fails hard.'),
    kittens: ({ id }, { first }) => Array.from({ length: Math.max(first, 0) }, (_, i) => cat(id * 10 + i)),
    sparse: ({ id }) => [cat(id * 10), null],
    sparseHard: ({ id }) => [cat(id * 10), null],
    nested: () => [[1, null], null, [2]],
  },
  Dog: {
    barks: () => true,
    weight: () => 12.5,
    tricks: () => ['sit', null],
    strictTricks: () => ['sit', null],
    cat: ({ id }) => cat(id + 1),
    big: () => 3_000_000_000,
  },
  Query: {
    cat: () => cat(1),
    dog: () => dog(2),
    pets: () => [cat(1), dog(2), cat(3)],
    pet: (_, { filter }) => (filter.name === undefined ? dog(8) : cat(7)),
    node: (_, { id }) => ({ 1: cat(1), 2: dog(2) })[id] ?? null,
    echo: (_, args) => {
      const order = ['int', 'float', 'string', 'boolean', 'id', 'color', 'point', 'list', 'matrix'];
      return JSON.stringify(Object.fromEntries(order.filter((name) => name in args).map((name) => [name, args[name]])));
    },
    required: (_, { a }) => a,
    strict: () => null,
  },
  Mutation: {
    add: (_, { n }) => n + 1,
    fail: () => fail('The mutation fails.'),
    half: () => cat(1),
  },
};

for (const [type, fields] of Object.entries(resolvers)) {
  const known = schema.getType(type).getFields();
  for (const [name, resolve] of Object.entries(fields)) known[name].resolve = resolve;
}
for (const name of ['Node', 'Pet']) schema.getType(name).resolveType = (value) => value.kind;

/// Numbers from a seed, the same everywhere (mulberry32).
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    chance: (p) => next() < p,
    below: (n) => Math.floor(next() * n),
    of: (list) => list[Math.floor(next() * list.length)],
  };
}

const values = {
  Int: ['0', '-7', '2147483647', '2147483648', '1.5', '"1"', 'null', 'true'],
  'Int!': ['1', '2', '3', 'null', '"x"', '1e2'],
  Float: ['1', '-0.5', '1e3', '1e400', '"1"', 'null'],
  String: ['"a"', '"q\\"\\u00e9\\n"', '"""\n  block\n    text\n"""', '1', 'null', 'RED'],
  Boolean: ['true', 'false', 'null', '1', '"true"'],
  ID: ['"1"', '1', '2', '12345678901', '1.5', 'null', 'true'],
  'ID!': ['"1"', '1', '"2"', 'null'],
  Color: ['RED', 'GREEN', 'BLUE', '"RED"', 'null'],
  Point: ['{}', '{ x: 1 }', '{ x: null }', '{ y: 2, tags: ["a"] }', '{ inner: { x: 3, color: GREEN } }',
    '{ tags: "alone" }', '{ z: 1 }', '{ color: "RED" }', 'null', '[]', '{ tags: [null] }'],
  '[Int!]': ['[1, 2]', '1', '[]', '[null]', 'null', '["1"]'],
  '[[Int]]': ['[[1], null, [2, null]]', '1', '[1]', '[[[1]]]', '[]'],
  'Filter!': ['{ name: "a" }', '{ id: 1 }', '{ name: "a", id: 1 }', '{}', '{ name: null }', 'null'],
  'Boolean!': ['true', 'false', 'null'],
};

const jsonValues = {
  Int: [0, -7, 2147483647, 2147483648, 1.5, '1', null, true, [1]],
  'Int!': [1, 2, 3, null, 'x', 1.5],
  Float: [1, -0.5, 1000, '1', null, true],
  String: ['a', 'q"é\n', 1, null, ['a'], {}],
  Boolean: [true, false, null, 1, 'true'],
  ID: ['1', 1, 12345678901, 1.5, null, true],
  'ID!': ['1', 2, null],
  Color: ['RED', 'GREEN', 'BLUE', 1, null],
  Point: [{}, { x: 1 }, { x: null }, { y: 2, tags: ['a'] }, { inner: { x: 3, color: 'GREEN' } },
    { tags: 'alone' }, { z: 1 }, { color: 'BLUE' }, null, [], 'x', { tags: [null] }, { inner: { inner: { x: 'q' } } }],
  '[Int!]': [[1, 2], 1, [], [null], null, ['1']],
  '[[Int]]': [[[1], null, [2, null]], 1, [1], [[[1]]], []],
  'Filter!': [{ name: 'a' }, { id: 1 }, { name: 'a', id: 1 }, {}, { name: null }, null, { other: 1 }],
  'Boolean!': [true, false, null],
};

const argumentsOf = {
  name: { upper: 'Boolean' },
  kittens: { first: 'Int!' },
  pet: { filter: 'Filter!' },
  node: { id: 'ID!' },
  required: { a: 'Int!' },
  add: { n: 'Int!' },
  echo: {
    int: 'Int', float: 'Float', string: 'String', boolean: 'Boolean', id: 'ID', color: 'Color', point: 'Point',
    list: '[Int!]', matrix: '[[Int]]',
  },
};

const fieldsOf = {
  Cat: { id: '', name: '', lives: '', mood: '', friend: 'Node', broken: '', brokenMaybe: '', failing: '',
    failingHard: '', kittens: 'Cat', sparse: 'Cat', sparseHard: 'Cat', nested: '' },
  Dog: { id: '', barks: '', weight: '', tricks: '', strictTricks: '', cat: 'Cat', big: '' },
  Query: { cat: 'Cat', dog: 'Dog', pets: 'Pet', pet: 'Pet', node: 'Node', echo: '', required: '', strict: 'Cat' },
  Mutation: { add: '', fail: '', half: 'Cat' },
  Node: { id: '' },
  Pet: {},
};
const within = { Node: ['Cat', 'Dog', 'Node'], Pet: ['Cat', 'Dog', 'Node'], Cat: ['Cat', 'Node', 'Pet'], Dog: ['Dog', 'Node'],
  Query: ['Query'], Mutation: ['Mutation'] };

export class Documents {
  constructor(seed) {
    this.random = random(seed);
  }

  next() {
    const r = this.random;
    this.variables = new Map();
    this.fragments = [];
    this.wrong = r.chance(0.15);
    const kind = r.chance(0.15) ? 'Mutation' : 'Query';
    const body = this.selections(kind, 4);
    for (let i = 0; i < this.fragments.length; ++i) {
      const fragment = this.fragments[i];
      fragment.text = `fragment ${fragment.name} on ${fragment.on} ${this.selections(fragment.on, 1)}`;
    }
    const declared = [...this.variables].map(([name, { type, fallback }]) =>
      `$${name}: ${type}${fallback ? ` = ${fallback}` : ''}`);
    const head = `${kind === 'Mutation' ? 'mutation' : 'query'} Q${declared.length ? `(${declared.join(', ')})` : ''}`;
    const variables = {};
    for (const [name, { type }] of this.variables) {
      if (r.chance(0.8)) variables[name] = r.of(jsonValues[type].slice(0, r.chance(0.7) ? 3 : undefined));
    }
    return { query: [`${head} ${body}`, ...this.fragments.map((fragment) => fragment.text)].join('\n'), variables };
  }

  selections(type, depth) {
    const r = this.random;
    const parts = [];
    for (let count = 1 + r.below(4); count > 0; --count) {
      const draw = r.below(10);
      if (draw === 0) parts.push(`__typename${this.directive()}`);
      else if (draw === 1 && depth > 0) {
        const on = r.of(within[type]);
        parts.push(`...${r.chance(0.8) ? ` on ${on}` : ''}${this.directive()} ${this.selections(r.chance(0.8) ? on : type, depth - 1)}`);
      } else if (draw === 2 && depth > 0) parts.push(this.spread(type));
      else parts.push(this.field(type, depth));
    }
    return `{ ${parts.filter(Boolean).join(' ') || '__typename'} }`;
  }

  spread(type) {
    const r = this.random;
    const on = r.of(within[type]);
    let fragment = this.fragments.find((known) => known.on === on && r.chance(0.5));
    if (!fragment) this.fragments.push((fragment = { name: `F${this.fragments.length}`, on }));
    if (this.fragments.length > 6) return '';
    return `...${fragment.name}${this.directive()}`;
  }

  field(type, depth) {
    const r = this.random;
    const names = Object.keys(fieldsOf[type]);
    if (names.length === 0) return '__typename';
    if (this.wrong && r.chance(0.05)) return r.of(['nam', 'unknown', 'kitten { id }', 'cats']);
    const name = r.of(names);
    const inner = fieldsOf[type][name];
    if (inner && depth === 0) return '__typename';
    const alias = r.chance(0.25) ? `${r.of(['a', 'b', 'id', 'name'])}: ` : '';
    return `${alias}${name}${this.arguments(name)}${this.directive()}${inner ? ` ${this.selections(inner, depth - 1)}` : ''}`;
  }

  arguments(field) {
    const r = this.random;
    const known = argumentsOf[field];
    if (!known) return '';
    const given = Object.entries(known)
      .filter(([, type]) => type.endsWith('!') || r.chance(0.4))
      .filter(([, type]) => !(type === 'Int!' && field !== 'required' && r.chance(0.5)))
      .map(([name, type]) => `${name}: ${this.value(type)}`);
    return given.length ? `(${given.join(', ')})` : '';
  }

  value(type) {
    const r = this.random;
    if (r.chance(0.35)) return this.variable(type);
    return r.of(values[type].slice(0, this.wrong && r.chance(0.3) ? undefined : 2));
  }

  variable(type) {
    const r = this.random;
    const known = [...this.variables].find(([, variable]) => variable.type === type && r.chance(0.5));
    if (known) return `$${known[0]}`;
    const name = `v${this.variables.size}`;
    const fallback = r.chance(0.3) ? r.of(values[type].slice(0, 2)) : undefined;
    this.variables.set(name, { type, fallback });
    return `$${name}`;
  }

  directive() {
    const r = this.random;
    if (!r.chance(0.12)) return '';
    return ` @${r.of(['skip', 'include'])}(if: ${this.value('Boolean!')})`;
  }
}
