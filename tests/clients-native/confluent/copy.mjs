// Consume, transform, produce: copies `<topic>-in` to the topic, each record in a transaction that carries its offset. Every third transaction is aborted,
// and its record is copied again.
import confluent from '@confluentinc/kafka-javascript';

const [, , bootstrap, topic, count] = process.argv;
const source = `${topic}-in`;
const groupId = `${topic}-copy`;
const kafka = new confluent.KafkaJS.Kafka({ kafkaJS: { clientId: 'confluent', brokers: [bootstrap], logLevel: confluent.KafkaJS.logLevel.NOTHING } });
const producer = kafka.producer({ kafkaJS: { transactionalId: `${topic}-copier`, idempotent: true } });
const consumer = kafka.consumer({ kafkaJS: { groupId, fromBeginning: true, autoCommit: false } });
const admin = kafka.admin();
await Promise.all([producer.connect(), consumer.connect(), admin.connect()]);
await consumer.subscribe({ topics: [source] });

let copied = 0;
let aborted = 0;
let transactions = 0;

async function copy({ partition, message: { key, value, offset } }) {
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ partition, key, value: `copy of ${value}` }] });
  const next = (BigInt(offset) + 1n).toString();
  await transaction.sendOffsets({ consumer, topics: [{ topic: source, partitions: [{ partition, offset: next }] }] });
  if (++transactions % 3 !== 0) {
    await transaction.commit();
    return true;
  }
  await transaction.abort();
  return false;
}

await new Promise((resolve, reject) => {
  consumer.run({
    eachMessage: async (record) => {
      try {
        while (!(await copy(record))) aborted += 1;
        copied += 1;
        if (copied === Number(count)) resolve();
      } catch (error) {
        reject(error);
      }
    },
  });
});

// A commit is answered once it is decided; its offsets are seen a moment later, and until then the stable ones are not told.
let offsets;
do {
  offsets = (await admin.fetchOffsets({ groupId, topics: [source], requireStableOffsets: true }))[0].partitions;
} while (offsets.some(({ offset }) => Number(offset) < 0));
await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
process.stdout.write(JSON.stringify({ copied, aborted, offsets: offsets.reduce((sum, { offset }) => sum + Number(offset), 0) }) + '\n');
