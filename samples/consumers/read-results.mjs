// Reads engage.action-results with kafkajs and avsc: node read-results.mjs BROKER REGISTRY [COUNT]. Ends after COUNT records (default: never).
import avro from 'avsc';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
CompressionCodecs[CompressionTypes.LZ4] = () => ({ decompress: async (data) => Buffer.from(lz4.decompress(data)) }); // The workers' choice; kafkajs brings only gzip.

const [broker, registry, count = Infinity] = process.argv.slice(2);
const types = new Map(); // Schema id → decoder; ids never change their meaning.
const typeOf = async (id) => {
  if (!types.has(id)) types.set(id, avro.Type.forSchema(JSON.parse((await (await fetch(`${registry}/schemas/ids/${id}`)).json()).schema)));
  return types.get(id);
};

const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).consumer({ groupId: `sample-${process.pid}` });
const seen = new Set(); // result_id is equal for a repeated record.
let read = 0;
await consumer.connect();
await consumer.subscribe({ topic: 'engage.action-results', fromBeginning: true });
await consumer.run({ eachMessage: async ({ message }) => {
  const result = (await typeOf(message.value.readInt32BE(1))).fromBuffer(message.value.subarray(5));
  if (!seen.has(result.result_id)) console.log(JSON.stringify({ player: result.player_id, rule: result.rule_id, action: result.action_type, status: result.status, times: result.times, final: result.final }));
  seen.add(result.result_id);
  if (++read >= count) setImmediate(() => consumer.disconnect().then(() => process.exit(0)));
} });
