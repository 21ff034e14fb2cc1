// Two applications chat while nodes are killed, drained and cut, and Redis is killed. Their own state is what counts.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { node, operator, withoutControl, withoutOwnRedis } from '../../gateway/src/test/js/support/stage.mjs';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';
import { clientScenario, Watcher } from './applications.mjs';

const LONG_MS = 120_000;
const EVERY_MS = 150;
/** A machine that is busy answers more slowly than they write. */
const MOST_UNSENT = 60;

const isReady = (index) =>
  eventually(`node ${index} is ready`, async () => (await fetch(`${node(index).ops}/health/ready`)).ok, LONG_MS);

/** Sends numbered messages until it is stopped. */
class Talker {
  sent = [];
  #isOver = false;

  constructor(name, chat) {
    Object.assign(this, { name, chat, watcher: new Watcher(chat), sentAt: new Map() });
    this.done = this.#talk();
  }

  stop() {
    this.#isOver = true;
    return this.done;
  }

  get #unsent() {
    return this.chat.state.messages.filter(({ status }) => status === 'sending').length;
  }

  async #talk() {
    for (let n = 1; !this.#isOver; n += 1) {
      while (this.#unsent > MOST_UNSENT) await pause(EVERY_MS);
      const text = `${this.name} ${n}`;
      this.sent.push(text);
      this.sentAt.set(text, Date.now());
      this.chat.send(text);
      await pause(EVERY_MS);
    }
  }
}

const cut = ({ socket }) => socket.io.engine.transport.ws.terminate();

const faults = (ann, ben) => [
  ['none', () => pause(1_500)],
  [
    "ben's node is killed (-9)",
    async () => {
      await operator.killNode(1);
      await pause(3_000);
      await operator.startNode(1);
      await isReady(1);
    },
  ],
  [
    "ann's node drains and ends",
    async () => {
      await operator.endNode(0);
      await operator.startNode(0);
      await isReady(0);
    },
  ],
  [
    'both connections are cut, four times',
    async () => {
      for (const client of [ann, ben, ann, ben]) {
        cut(client);
        await eventually('back', () => client.state.status === 'online', LONG_MS);
        await pause(300);
      }
    },
  ],
  [
    'ben goes offline and writes on',
    async () => {
      ben.disconnect();
      await pause(2_000);
      ben.connect();
      await eventually('back', () => ben.state.status === 'online', LONG_MS);
    },
  ],
  ...(withoutOwnRedis
    ? []
    : [
        [
          'Redis is killed (-9)',
          async () => {
            await operator.killRedis();
            await pause(1_500);
            await operator.startRedis();
            await Promise.all([isReady(0), isReady(1)]);
          },
        ],
      ]),
];

clientScenario(
  'two applications under faults: nothing is lost, nothing is shown twice, everything in order',
  async (world, open) => {
    const [ann, ben] = [world.client(), world.provider()];
    const chatId = await world.chat(ann, ben);
    const clients = [open(ann, 0), open(ben, 1)];
    const chats = clients.map((client) => client.chat(chatId));
    await Promise.all(chats.map((chat) => chat.join()));
    const first = await chats[0].send('the client writes first');
    await eventually('Ben has it', () => chats[1].state.messages.length === 1);
    const talkers = [new Talker('ann', chats[0]), new Talker('ben', chats[1])];
    const table = [];
    for (const [fault, happen] of faults(...clients)) {
      const before = talkers.map(({ sent }) => sent.length);
      await happen();
      await pause(500);
      const sent = talkers.map((talker, index) => talker.sent.slice(before[index]));
      const all = sent.flat();
      await eventually(
        `after "${fault}": both show all that was sent`,
        () => talkers.every(({ watcher }) => all.every((text) => watcher.shownAt.has(text))),
        LONG_MS,
      ).catch((late) => assert.fail(`${late.message}; ${talkers.map(summary).join('; ')}`));
      const delays = all.map((text) => latest(talkers, text) - sentAt(talkers, text));
      table.push({ fault, sentByAnn: sent[0].length, sentByBen: sent[1].length, longestMs: Math.max(...delays) });
    }
    await Promise.all(talkers.map((talker) => talker.stop()));
    const total = talkers[0].sent.length + talkers[1].sent.length + first.seq;
    await eventually('all is shown', () => talkers.every(({ watcher }) => watcher.texts.length === total), LONG_MS);

    console.table(table);
    console.table(
      talkers.map(({ name, sent, watcher: { texts, states, inserted, repeated, holes } }) => {
        return { application: name, sent: sent.length, shown: texts.length, states, inserted, repeated, holes };
      }),
    );
    for (const { watcher } of talkers) {
      watcher.assertSound();
      assert.deepEqual(watcher.seqs, Array.from({ length: total }, (_, index) => index + 1));
      for (const { name, sent } of talkers) assert.deepEqual(watcher.texts.filter((text) => text.startsWith(name)), sent);
    }
    assert.deepEqual(talkers[0].watcher.texts, talkers[1].watcher.texts);
  },
  { skip: withoutControl, timeout: 330_000 },
);

const summary = ({ name, sent, chat, watcher: { shownAt } }) => {
  const unsent = chat.state.messages.filter(({ seq }) => seq === undefined).map(({ status, content }) => `${status} ${content}`);
  return `${name} sent ${sent.length}, shows ${shownAt.size}, ${JSON.stringify({ ...chat.state, messages: unsent.slice(0, 9) })}`;
};
const latest = (talkers, text) => Math.max(...talkers.map(({ watcher }) => watcher.shownAt.get(text)));
const sentAt = (talkers, text) => talkers.map((talker) => talker.sentAt.get(text)).find(Boolean);
