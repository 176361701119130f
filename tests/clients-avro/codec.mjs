// Reads one JSON request from stdin, answers one JSON document on stdout; see the tests that run it.
import { readFileSync } from 'node:fs';
import { exactly, plainly, toJson } from './types.mjs';

const request = JSON.parse(readFileSync(0, 'utf8'));

const work = {
  // JSON values to bytes, with the branch names that avsc wants around ambiguous unions already in place.
  encode: ({ schema, values, longs }) => {
    const type = exactly(schema);
    const revive = (_, value) => (value !== null && typeof value === 'object' && '$long' in value ? BigInt(value.$long) : value);
    return values.map((value) => type.toBuffer(JSON.parse(JSON.stringify(value), revive)).toString('hex'));
  },

  // Bytes to JSON values, and back to bytes.
  decode: ({ schema, payloads }) => {
    const type = exactly(schema);
    return payloads.map((hex) => {
      const value = type.fromBuffer(Buffer.from(hex, 'hex'));
      return { value: toJson(value), again: type.toBuffer(value).toString('hex') };
    });
  },

  // Random values of a schema.
  random: ({ schema, count }) => {
    const type = plainly(schema);
    return Array.from({ length: count }, () => type.toBuffer(type.random()).toString('hex'));
  },

  // Bytes of one schema read with another.
  resolve: ({ cases }) => cases.map(({ writer, reader, payload }) => {
    const from = plainly(writer);
    const to = plainly(reader);
    return to.toBuffer(to.fromBuffer(Buffer.from(payload, 'hex'), to.createResolver(from))).toString('hex');
  }),

  canonical: ({ schema }) => JSON.stringify(plainly(schema).schema()),
};

process.stdout.write(JSON.stringify(work[request.do](request)));
