// A committed transaction with offsets, two aborted ones in a row, and a committed one at the end.
import { kafka, readUntil, report, topic } from './client.mjs';

const groupId = `${topic}-group`;
const producer = kafka.producer({ transactionalId: `${topic}-producer`, idempotent: true, maxInFlightRequests: 1 });
const admin = kafka.admin();
await Promise.all([producer.connect(), admin.connect()]);

async function send(value) {
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ key: value, value }] });
  return transaction;
}

const first = await send('committed-1');
await first.sendOffsets({ consumerGroupId: groupId, topics: [{ topic, partitions: [{ partition: 0, offset: '1' }] }] });
await first.commit();

for (const value of ['aborted-1', 'aborted-2']) {
  const aborted = await send(value);
  await aborted.sendOffsets({ consumerGroupId: groupId, topics: [{ topic, partitions: [{ partition: 0, offset: '99' }] }] });
  await aborted.abort();
}

await (await send('committed-2')).commit();

report({
  committed: await readUntil('committed-2', { groupId: `${topic}-committed` }),
  everything: await readUntil('committed-2', { groupId: `${topic}-everything`, readUncommitted: true }),
  offset: (await admin.fetchOffsets({ groupId, topics: [topic] }))[0].partitions[0].offset,
});

await Promise.all([producer.disconnect(), admin.disconnect()]);
