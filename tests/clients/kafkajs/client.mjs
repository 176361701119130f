// What every scenario shares: a client that only reports errors, and a topic read to its end.
import { Kafka, logLevel } from 'kafkajs';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

export const [, , bootstrap, topic] = process.argv;

export const kafka = new Kafka({
  clientId: 'kafkajs',
  brokers: [bootstrap],
  logLevel: logLevel.NOTHING,
  retry: { initialRetryTime: 20, retries: 10 },
});

// Prints one answer for the test to judge.
export const report = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');

// Values of the topic in order, read by a group of its own until `last` was seen.
export async function readUntil(last, { groupId, readUncommitted = false }) {
  const consumer = kafka.consumer({ groupId, readUncommitted, maxWaitTimeInMs: 50, sessionTimeout: 6000 });
  const values = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({
      eachMessage: async ({ message }) => {
        values.push(message.value.toString());
        if (message.value.toString() === last) resolve();
      },
    });
  });
  await consumer.disconnect();
  return values;
}
