// Confluent's own client against our registry: registers, looks up, checks, serializes and deserializes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, SerdeType } = require('@confluentinc/schemaregistry');

const request = JSON.parse(readFileSync(0, 'utf8'));
const client = new SchemaRegistryClient({ baseURLs: [request.url], maxRetries: 0, cacheCapacity: 100 });
const revive = (_, value) => (value !== null && typeof value === 'object' && '$hex' in value ? Buffer.from(value.$hex, 'hex') : value);
const reveal = (_, value) => (value !== null && typeof value === 'object' && value.type === 'Buffer' ? { $hex: Buffer.from(value.data).toString('hex') } : value);

const work = {
  register: async ({ subject, schema, next }) => {
    const info = { schemaType: 'AVRO', schema };
    const id = await client.register(subject, info);
    return {
      id,
      again: await client.register(subject, info),
      lookup: await client.getId(subject, info),
      latest: await client.getLatestSchemaMetadata(subject),
      versions: await client.getAllVersions(subject),
      subjects: await client.getAllSubjects(),
      byId: await client.getBySubjectAndId(subject, id),
      compatible: await client.testCompatibility(subject, 1, { schemaType: 'AVRO', schema: next }),
      level: await client.updateCompatibility(subject, 'FULL_TRANSITIVE'),
      levelNow: await client.getCompatibility(subject),
      refusal: await client.register(subject, { schemaType: 'AVRO', schema: '"string"' }).then(() => null, (error) => ({ status: error.status, code: error.errorCode })),
    };
  },

  // As a foreign producer would: no registration, the latest schema of the subject.
  serialize: async ({ topic, value }) => {
    const serializer = new AvroSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
    return (await serializer.serialize(topic, JSON.parse(JSON.stringify(value), revive))).toString('hex');
  },

  deserialize: async ({ topic, payload }) => {
    const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
    const value = await deserializer.deserialize(topic, Buffer.from(payload, 'hex'));
    return JSON.parse(JSON.stringify(value), (key, inner) => reveal(key, inner));
  },
};

process.stdout.write(JSON.stringify(await work[request.do](request)));
process.exit(0);
