// Consume, transform, produce: copies `<topic>-in` to the topic, a few records to a transaction that carries their offsets. Every third transaction is
// aborted, and its records are read again.
import { kafka, report, topic } from './client.mjs';

const source = `${topic}-in`;
const groupId = `${topic}-copy`;
const count = Number(process.argv[4]);
const producer = kafka.producer({ transactionalId: `${topic}-copier`, idempotent: true, maxInFlightRequests: 1 });
const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50, sessionTimeout: 6000 });
const admin = kafka.admin();
await Promise.all([producer.connect(), consumer.connect(), admin.connect()]);
await consumer.subscribe({ topics: [source], fromBeginning: true });

let copied = 0;
let aborted = 0;
let transactions = 0;

async function copy(partition, records) {
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: records.map(({ key, value }) => ({ partition, key, value: `copy of ${value}` })) });
  const offset = (BigInt(records.at(-1).offset) + 1n).toString();
  await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: source, partitions: [{ partition, offset }] }] });
  if (++transactions % 3 !== 0) {
    await transaction.commit();
    return true;
  }
  await transaction.abort();
  return false;
}

await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, heartbeat, isStale }) => {
      for (let at = 0; at < batch.messages.length && !isStale(); at += 5) {
        const records = batch.messages.slice(at, at + 5);
        if (!(await copy(batch.partition, records))) {
          aborted += 1;
          consumer.seek({ topic: source, partition: batch.partition, offset: records[0].offset });
          return;
        }
        copied += records.length;
        resolveOffset(records.at(-1).offset);
        await heartbeat();
        if (copied === count) resolve();
      }
    },
  });
});

await consumer.disconnect();
const offsets = (await admin.fetchOffsets({ groupId, topics: [source] }))[0].partitions;
report({ copied, aborted, offsets: offsets.reduce((sum, { offset }) => sum + Number(offset), 0) });
await Promise.all([producer.disconnect(), admin.disconnect()]);
