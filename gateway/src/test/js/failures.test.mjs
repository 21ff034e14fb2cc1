// What users see when a node or a store fails, and after it has recovered. Each scenario restores the stage.
import assert from 'node:assert/strict';
import { assertPart, assertRefused } from './support/shapes.mjs';
import { node, operator, withoutControl, withoutOwnMongo, withoutOwnRedis } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const skip = withoutControl;
const ready = async (index) =>
  (await fetch(`${node(index).ops}/health/ready`, { signal: AbortSignal.timeout(5_000) })).status;
const isReady = (index) => eventually(`node ${index} is ready`, async () => (await ready(index)) === 200, 30_000);
const isNotReady = (index) =>
  eventually(`node ${index} is not ready`, async () => (await ready(index)) === 503, 20_000);

/** Messages to other nodes that a node dropped. */
async function lost(index) {
  const text = await (await fetch(`${node(index).ops}/metrics`)).text();
  const counters = [...text.matchAll(/^parley_fanout_publish_lost_total\{.*} (\S+)$/gm)];
  return counters.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** A correct front end: retries what was not acknowledged, and reads the history from its last number on `resync`. */
class Reader {
  known = new Set();
  /** Sequence numbers received as live events. */
  live = new Set();
  resyncs = 0;
  acknowledged = 0;
  isSilent = false;

  constructor(device, chatId) {
    Object.assign(this, { device, chatId });
    device.socket.on('new-message', ({ seq }) => {
      this.live.add(seq);
      this.known.add(seq);
    });
    device.socket.on('resync', () => {
      this.resyncs += 1;
      this.catchUp();
    });
  }

  /** The number up to which it has every message. */
  complete() {
    let seq = 0;
    while (this.known.has(seq + 1)) seq += 1;
    return seq;
  }

  async catchUp() {
    for (let hasMore = true; hasMore; ) {
      const page = await eventually('history', async () => {
        const answer = await this.device.ask('join-chat', { chatId: this.chatId, afterSeq: this.complete(), limit: 200 });
        return answer.ok && answer;
      });
      for (const { seq } of page.messages) this.known.add(seq);
      hasMore = page.hasMore;
    }
  }

  async talk() {
    while (!this.isSilent) {
      const command = { chatId: this.chatId, content: 'hello', clientMessageId: `${this.device.socket.id} ${this.acknowledged}` };
      await eventually('a message is accepted', async () => (await this.device.ask('send-message', command)).ok);
      this.acknowledged += 1;
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }
}

scenario(
  'the users of a killed node are announced offline once, within ten seconds',
  async (world) => {
    const [ann, both] = [world.client(), world.client()];
    const watchers = [await world.provider().on(0), await world.provider().on(0)];
    await ann.on(1);
    await both.on(1);
    await both.on(0);
    const ofAnn = ({ userId, isOnline }) => userId === ann.id && !isOnline;
    const killed = Date.now();
    await operator.killNode(1);
    try {
      for (const watcher of watchers) await watcher.next('user-status-changed', ofAnn, 12_000);
      const seconds = (Date.now() - killed) / 1000;
      assert.ok(seconds < 10, `after ${seconds} s`);
      await eventually('stored', async () => (await operator.storedUser(ann.id))?.isOnline === false, 2_000);
      assert.equal((await watchers[0].must('get-online-status', both.id)).isOnline, true, 'has another connection');
    } finally {
      await operator.startNode(1);
      await isReady(1);
    }
    for (const watcher of watchers) {
      assert.equal(watcher.all('user-status-changed', ofAnn).length, 1);
      assert.deepEqual(
        watcher.all('user-status-changed', ({ userId, isOnline }) => userId === both.id && !isOnline),
        [],
      );
    }
    const back = await ann.on(1);
    assert.equal((await back.must('get-online-status', ann.id)).isOnline, true);
  },
  { skip, timeout: 120_000 },
);

scenario(
  'messages that a killed node acknowledged are stored, and a retry on another node is not stored again',
  async (world) => {
    const ann = world.client();
    const ben = world.provider();
    const chatId = await world.chat(ann, ben);
    const device = await ann.on(1);
    const acknowledged = [];
    const command = (n) => ({ chatId, content: `m ${n}`, clientMessageId: `k-${n}` });
    for (let n = 1; n <= 9; n += 1) acknowledged.push((await device.must('send-message', command(n))).message);
    device.tell('send-message', command(10));
    await operator.killNode(1);
    try {
      const other = await ann.on(0);
      for (const n of [8, 9, 10]) await other.must('send-message', command(n));
      const { messages } = await other.must('join-chat', { chatId, afterSeq: 0, limit: 100 });
      assert.deepEqual(
        messages.map(({ seq }) => seq),
        Array.from({ length: 10 }, (_, index) => index + 1),
      );
      for (const message of acknowledged) assert.equal(messages[message.seq - 1]._id, message._id);
    } finally {
      await operator.startNode(1);
      await isReady(1);
    }
  },
  { skip, timeout: 120_000 },
);

scenario(
  'a message that a killed node acknowledged and did not publish is followed by a resync',
  async (world) => {
    const { chatId, anns, bens } = await world.conversation();
    await anns.must('send-message', { chatId, content: 'before' });
    await bens.next('new-message');
    await operator.disturb('redis', 'hang');
    try {
      await anns.must('send-message', { chatId, content: 'acknowledged' });
      await operator.killNode(0);
    } finally {
      await operator.disturb('redis', 'restore');
    }
    try {
      const heard = () => bens.all('new-message', ({ content }) => content === 'acknowledged').length;
      await eventually('the receiver is told', () => heard() + bens.all('resync').length > 0);
    } finally {
      await operator.startNode(0);
      await isReady(0);
    }
  },
  { skip: withoutOwnRedis, timeout: 120_000 },
);

scenario(
  'the typing of a user whose node is killed ends',
  async (world) => {
    const { chatId, anns, bens } = await world.conversation();
    // Repeated, because a live event may be lost while the node of the scenario before this one returns.
    await eventually('the start is heard', async () => {
      await anns.must('typing-start', { chatId });
      return bens.all('user-typing', ({ isTyping }) => isTyping).length > 0;
    });
    await operator.killNode(0);
    try {
      await bens.next('user-typing', ({ isTyping }) => !isTyping, 20_000);
    } finally {
      await operator.startNode(0);
      await isReady(0);
    }
  },
  { skip, timeout: 120_000 },
);

scenario(
  'a draining node tells its clients when to reconnect, and they are not announced offline',
  async (world) => {
    const [ann, ben] = [world.client(), world.provider()];
    const watcher = await world.provider().on(0);
    const chatId = await world.chat(ann, ben);
    const leaving = await ann.on(1);
    const watched = ({ userId, isOnline }) => userId === ann.id && !isOnline;
    const ended = operator.endNode(1);
    try {
      const { reconnectAfterMs } = await leaving.next('server-draining');
      assert.ok(reconnectAfterMs >= 0 && reconnectAfterMs <= 60_000, `${reconnectAfterMs}`);
      leaving.close();
      const moved = await ann.on(0);
      await moved.must('join-chat', chatId);
      await moved.must('send-message', { chatId, content: 'moved' });
      await ended;
      assert.deepEqual(watcher.all('user-status-changed', watched), [], 'a client that changes nodes is not announced offline');
    } finally {
      await ended;
      await operator.startNode(1);
      await isReady(1);
    }
  },
  { skip, timeout: 120_000 },
);

scenario(
  'Redis fails: messages are still stored, clients are told to resync, and live events resume afterwards',
  async (world) => {
    const { ann, ben, chatId, anns, bens } = await world.conversation();
    await anns.must('send-message', { chatId, content: 'before' });
    await bens.next('new-message');
    await operator.killRedis();
    let during;
    try {
      await isNotReady(0);
      during = await anns.ask('send-message', { chatId, content: 'during', clientMessageId: 'during-1' });
      if (!during.ok) assertRefused(during.error, 'unavailable');
    } finally {
      await operator.startRedis();
    }
    for (const device of [anns, bens]) {
      const resync = await device.next('resync', undefined, 30_000);
      assert.equal(typeof resync.reason, 'string');
      assert.ok('since' in resync);
    }
    await Promise.all([isReady(0), isReady(1)]);
    assert.equal(anns.socket.connected && bens.socket.connected, true, 'both connections are still open');

    await anns.must('send-message', { chatId, content: 'during', clientMessageId: 'during-1' });
    const { messages } = await bens.must('join-chat', { chatId, afterSeq: 1 });
    assert.deepEqual(
      messages.map(({ content }) => content),
      ['during'],
    );
    await anns.must('send-message', { chatId, content: 'after' });
    await bens.next('new-message', ({ content }) => content === 'after');
    await eventually('presence is back', async () => {
      const { users } = await anns.must('get-online-status', [ann.id, ben.id]);
      return users.every(({ isOnline }) => isOnline);
    });
  },
  { skip: withoutOwnRedis, timeout: 120_000 },
);

scenario(
  'Redis is restarted under load: missed messages are read after resync, and live events resume',
  async (world) => {
    const talks = await Promise.all(Array.from({ length: 8 }, () => world.conversation()));
    const readers = talks.flatMap(({ chatId, anns, bens }) => [new Reader(anns, chatId), new Reader(bens, chatId)]);
    const talking = readers.map((reader) => reader.talk());
    await eventually('every client receives live events', () => readers.every((reader) => reader.live.size > 20), 30_000);
    await operator.killRedis();
    try {
      await eventually('the queue for Redis overflows', async () => (await lost(0)) + (await lost(1)) > 100, 60_000);
    } finally {
      await operator.startRedis();
    }
    for (const reader of readers) await eventually('resync', () => reader.resyncs > 0, 30_000);
    await Promise.all([isReady(0), isReady(1)]);
    const since = readers.map((reader) => reader.acknowledged);
    await eventually('every client still sends', () => readers.every((each, at) => each.acknowledged > since[at] + 10), 30_000);
    readers.forEach((reader) => (reader.isSilent = true));
    await Promise.all(talking);

    for (const [index, { anns, bens, chatId }] of talks.entries()) {
      const [ofAnn, ofBen] = readers.slice(2 * index);
      await anns.must('send-message', { chatId, content: 'the end' });
      await bens.next('new-message', ({ content }) => content === 'the end');
      const total = ofAnn.acknowledged + ofBen.acknowledged + 1;
      for (const reader of [ofAnn, ofBen]) {
        await eventually('the whole history', () => reader.complete() === total, 30_000);
        assert.equal(reader.known.size, total, 'every message once');
      }
    }
    assert.ok(readers.some(({ known, live }) => live.size < known.size), 'some live events were missed');
    assert.ok(readers.every(({ device }) => device.socket.connected && device.all('disconnect').length === 0));
  },
  { skip: withoutOwnRedis, timeout: 180_000 },
);

scenario(
  'users who connected or left during a Redis outage are online or offline afterwards, in the users collection too',
  async (world) => {
    const [gone, stays, comes] = [world.client(), world.client(), world.client()];
    const goes = await gone.on(0);
    await stays.on(1);
    await eventually('stored', async () => (await operator.storedUser(gone.id))?.isOnline === true);
    const asking = await world.provider().on(1);
    await operator.killRedis();
    let late;
    try {
      await isNotReady(0);
      goes.close();
      late = await comes.connect(0);
      late.tell('user-join', comes.id);
    } finally {
      await operator.startRedis();
    }
    await Promise.all([isReady(0), isReady(1)]);
    await eventually('the user who connected is online', async () => {
      late.tell('user-join', comes.id);
      return (await asking.must('get-online-status', comes.id)).isOnline;
    });
    const [who] = await eventually('the user who left is offline', async () => {
      const { users } = await asking.must('get-online-status', [gone.id, stays.id]);
      return !users[0].isOnline && users[1].isOnline && users;
    });
    assert.ok(who.lastActive, 'lastActive of a user unknown to presence comes from MongoDB');
    await eventually('put right', async () => (await operator.storedUser(gone.id))?.isOnline === false, 20_000);
    assert.equal((await operator.storedUser(stays.id)).isOnline, true);
  },
  { skip: withoutOwnRedis, timeout: 120_000 },
);

scenario(
  'MongoDB is unavailable: sends fail with unavailable, nodes are not ready, retries are safe',
  async (world) => {
    const { chatId, anns, bens } = await world.conversation();
    const command = { chatId, content: 'patience', clientMessageId: 'patience-1' };
    await operator.cutMongo();
    try {
      assertRefused(await anns.refusal('send-message', command), 'unavailable');
      anns.tell('send-message', command);
      assertPart(await anns.next('error'), { event: 'send-message', code: 'unavailable' });
      assertRefused(await bens.refusal('join-chat', chatId), 'unavailable');
      await Promise.all([isNotReady(0), isNotReady(1)]);
      const rest = await world.rest('GET', `/api/chats/${chatId}`);
      assert.equal(rest.status, 503);
      assert.equal(rest.body.code, 'unavailable');
    } finally {
      await operator.restoreMongo();
    }
    await Promise.all([isReady(0), isReady(1)]);
    assert.equal(anns.socket.connected, true);
    const { message } = await eventually('it can be sent', async () => {
      const answer = await anns.ask('send-message', command);
      return answer.ok && answer;
    });
    assert.equal(message.seq, 1);
    const { messages } = await bens.must('join-chat', { chatId, afterSeq: 0 });
    assert.equal(messages.length, 1, 'however often it was tried');
  },
  { skip: withoutOwnMongo, timeout: 120_000 },
);
