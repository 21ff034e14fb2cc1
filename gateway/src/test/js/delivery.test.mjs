// Every stored message reaches the sockets in its room, in the order of its chat, however late MongoDB answers.
// For a stage without a rate rule.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { operator, withoutControl, withoutOwnMongo } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const skip = withoutControl || withoutOwnMongo;
const upTo = (last) => Array.from({ length: last }, (_, index) => index + 1);

/** The sequence numbers of a chat's new-message events, in the order in which a device received them. */
function heardBy(device, chatId) {
  const seqs = [];
  device.socket.on('new-message', (message) => {
    if (message.chatId === chatId) seqs.push(message.seq);
  });
  return seqs;
}

/** Sends messages until `isOver`, and retries those that were not acknowledged. Adds every answer to `answers`. */
async function sendUntil(isOver, device, chatId, answers) {
  for (let n = 0; !isOver(); n += 1) {
    const command = { chatId, content: `message ${n}`, clientMessageId: `${device.socket.id} ${n}` };
    await eventually('the message is acknowledged', async () => {
      const answer = await device.ask('send-message', command);
      answers.push(answer);
      return answer.ok;
    });
    await pause(10);
  }
}

async function everyStoredMessageIsHeardWhile(world, disturb) {
  const conversations = await Promise.all(upTo(8).map(() => world.conversation()));
  const heard = conversations.map(({ bens, chatId }) => heardBy(bens, chatId));
  const answers = [];
  let isOver = false;
  const sending = conversations.map(({ anns, chatId }) => sendUntil(() => isOver, anns, chatId, answers));
  try {
    await pause(300);
    await disturb(answers);
  } finally {
    await operator.restoreMongo();
    isOver = true;
  }
  await Promise.all(sending);
  for (const [index, { anns, chatId }] of conversations.entries()) {
    const { lastSeq } = await anns.must('join-chat', chatId);
    const missing = () => upTo(lastSeq).filter((seq) => !heard[index].includes(seq));
    await eventually(`chat ${index} was heard`, async () => missing().length === 0, 15_000).catch(() => {
      throw new Error(`stored and not heard: ${missing()} of ${lastSeq}`);
    });
  }
  return answers;
}

scenario(
  'a message is delivered although MongoDB confirms its write after the timeout of the send',
  async (world) => {
    const isConfirmedLate = ({ duplicate }) => duplicate;
    const answers = await everyStoredMessageIsHeardWhile(world, async (received) => {
      // The replies may hang while every sender waits for a question and none for its write.
      for (let attempt = 0; attempt < 6 && !received.some(isConfirmedLate); attempt += 1) {
        await operator.hangMongoReplies();
        await pause(4_500);
        await operator.restoreMongo();
        await pause(1_500);
      }
    });
    assert.ok(answers.some(({ ok, error }) => !ok && error.code === 'unavailable'));
    assert.ok(answers.some(isConfirmedLate), 'a write was confirmed late');
  },
  { skip },
);

scenario(
  'a message is delivered although it is stored after its sender received the error',
  async (world) => {
    const answers = await everyStoredMessageIsHeardWhile(world, async () => {
      await operator.delayMongo(1_200);
      await pause(9_000);
    });
    assert.ok(answers.some(({ ok, error }) => !ok && error.code === 'unavailable'));
  },
  { skip },
);

scenario('2,262 messages of one chat are delivered in order, on both nodes', async (world) => {
  const { ann, ben, chatId, bens } = await world.conversation();
  const tablet = await ann.on(0);
  await tablet.must('join-chat', chatId);
  const [onTheSameNode, onTheOther] = [heardBy(tablet, chatId), heardBy(bens, chatId)];
  const senders = await Promise.all(upTo(12).map((n) => (n % 2 ? ann : ben).on(0)));
  await senders[0].must('send-message', { chatId, content: 'the client starts' });
  await Promise.all(
    senders.map(async (sender, index) => {
      for (const round of upTo(index === 0 ? 9 : 10)) {
        await Promise.all(upTo(19).map((n) => sender.must('send-message', { chatId, content: `${round} ${n}` })));
      }
    }),
  );
  const { lastSeq } = await tablet.must('join-chat', chatId);
  for (const seqs of [onTheSameNode, onTheOther]) {
    await eventually('all are heard', async () => seqs.length === lastSeq);
    assert.deepEqual(seqs, upTo(lastSeq));
  }
});
