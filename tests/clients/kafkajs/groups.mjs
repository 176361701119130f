// Three members share the partitions of a topic, one leaves; then an administrator looks at, and removes, what is left.
import { kafka, report, topic } from './client.mjs';

const groupId = `${topic}-group`;
const admin = kafka.admin();
await admin.connect();

async function join() {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, heartbeatInterval: 100, rebalanceTimeout: 10000 });
  const member = { consumer, owned: [] };
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    member.owned = payload.memberAssignment[topic] ?? [];
    changed();
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async () => {} });
  return member;
}

let changed = () => {};

// Resolves when the members together own each of the partitions once.
const balanced = (members, partitions) => new Promise((resolve) => {
  changed = () => {
    const owned = members.flatMap((member) => member.owned);
    const isComplete = owned.length === partitions && new Set(owned).size === partitions;
    if (isComplete && members.every((member) => member.owned.length === partitions / members.length)) resolve();
  };
  changed();
});

const members = [await join(), await join(), await join()];
await balanced(members, 6);
const shared = members.map((member) => member.owned.length);

await members[2].consumer.disconnect();
members.pop();
await balanced(members, 6);
const afterLeave = members.map((member) => member.owned.length);

const described = (await admin.describeGroups([groupId])).groups[0];
const refused = await admin.deleteGroups([groupId]).then(() => 'deleted', (error) => error.groups[0].errorCode);
await Promise.all(members.map((member) => member.consumer.disconnect()));
const listed = (await admin.listGroups()).groups.map((group) => group.groupId).includes(groupId);
await admin.deleteGroups([groupId]);

report({ shared, afterLeave, state: described.state, protocol: described.protocol, members: described.members.length, refused, listed });
await admin.disconnect();
