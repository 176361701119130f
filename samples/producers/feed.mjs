// Feeds one bet to engage.player-events with Confluent's own serializer: node feed.mjs BROKER REGISTRY PLAYER AMOUNT. Needs the packages of ../consumers (npm ci there).
import { createRequire } from 'node:module';
const require = createRequire(new URL('../consumers/package.json', import.meta.url));
const { AvroSerializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');
const { Kafka, logLevel, Partitioners } = require('kafkajs');

const [broker, registry, player, amount] = process.argv.slice(2);
const serializer = new AvroSerializer(new SchemaRegistryClient({ baseURLs: [registry] }), SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
const decimal = (text) => { const [whole, part = ''] = text.split('.'); let n = BigInt(whole + part.padEnd(8, '0')); const bytes = []; do { bytes.unshift(Number(n & 255n)); n >>= 8n; } while (n); return Buffer.from(bytes[0] & 128 ? [0, ...bytes] : bytes); };
const bet = { source: 'my-casino', event_id: `bet-${Date.now()}`, type: 'casino.bet', player_id: player, occurred_at: Date.now() * 1000, amount: decimal(amount), amounts: {}, currency: 'EUR',
  exchange_rate: null, rate_currency: null, reverses: null, attributes: {}, update: null, backfill: false, root_id: null, depth: 0 };
const producer = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
await producer.send({ topic: 'engage.player-events', messages: [{ key: player, value: await serializer.serialize('engage.player-events', bet) }] });
await producer.disconnect();
