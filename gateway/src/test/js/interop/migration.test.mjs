// A Node.js back end and Parley serve one application together, behind one HAProxy that moves traffic from one to the other.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { operator, stage } from '../support/stage.mjs';
import { eventually } from '../support/waiting.mjs';
import { scenario, transports } from '../support/world.mjs';

const skip = stage.old ? false : 'no Node.js back end on this stage';
const comingBack = { ...transports.websocket, reconnection: true, reconnectionDelay: 100, reconnectionDelayMax: 500 };
const SERVERS = { node: ['old1'], parley: ['node1', 'node2'] };

/** Sends a command to HAProxy's admin socket. */
async function order(text) {
  const socket = connect(stage.orders);
  socket.end(`${text}\n`);
  const answer = Buffer.concat(await socket.toArray()).toString().trim();
  assert.equal(answer, '', text);
}

/** Where new sessions go from now on. */
async function newSessionsGoTo(side) {
  for (const [each, servers] of Object.entries(SERVERS)) {
    for (const server of servers) await order(`set server socketio/${server} weight ${each === side ? 100 : 0}`);
  }
}

/** The ids of Node.js have 20 characters, Parley's are UUIDs. */
const sideOf = ({ socket }) => (socket.id.length === 20 ? 'node' : 'parley');

async function on(side, person, options) {
  await newSessionsGoTo(side);
  const device = await person.on(0, options);
  assert.equal(sideOf(device), side);
  return device;
}

const areReady = () =>
  eventually(
    'Parley is up, and the load balancer has noticed',
    async () => {
      const answers = await Promise.all([
        ...stage.behind.map(({ ops }) => fetch(`${ops}/health/ready`)),
        fetch(`${stage.nodes[0].http}/api/cluster`),
      ]);
      return answers.every(({ status }) => status !== 503);
    },
    60_000,
  );

const upTo = (n) => Array.from({ length: n }, (_, index) => index + 1);
const seqs = (messages) => messages.map(({ seq }) => seq).sort((a, b) => a - b);

/** Ann on Node.js, Ben on Parley, both in their chat. */
async function apart(world, annsOptions, bensOptions) {
  const [ann, ben] = [world.client(), world.provider()];
  const chatId = await world.chat(ann, ben);
  const anns = await on('node', ann, annsOptions);
  const bens = await on('parley', ben, bensOptions);
  for (const device of [anns, bens]) await device.must('join-chat', chatId);
  return { ann, ben, chatId, anns, bens };
}

for (const [annsWay, bensWay] of [
  ['websocket', 'polling'],
  ['polling', 'upgrade'],
]) {
  scenario(
    `Ann on Node.js (${annsWay}) and Ben on Parley (${bensWay}) exchange messages`,
    async (world) => {
      const { ann, ben, chatId, anns, bens } = await apart(world, transports[annsWay], transports[bensWay]);
      await anns.must('send-message', { chatId, content: 'hello' });
      await bens.next('new-message', ({ content }) => content === 'hello');
      await bens.next('message-notification', ({ sender }) => sender === ann.id);
      await bens.must('send-message', { chatId, content: 'hello too' });
      await anns.next('new-message', ({ content }) => content === 'hello too');
      await anns.next('message-notification', ({ sender, unreadCount }) => sender === ben.id && unreadCount === 1);

      const both = upTo(5).flatMap((n) => [
        anns.must('send-message', { chatId, content: `a ${n}` }),
        bens.must('send-message', { chatId, content: `b ${n}` }),
      ]);
      const sent = (await Promise.all(both)).map(({ message }) => message);
      assert.deepEqual(seqs(sent), upTo(12).slice(2), 'numbers have no gaps, whichever side stored the message');
      for (const device of [anns, bens]) {
        await eventually('all is heard', () => device.all('new-message').length === 12);
        assert.deepEqual(seqs((await device.must('join-chat', { chatId, afterSeq: 0 })).messages), upTo(12));
      }

      for (const [typist, other, who] of [[anns, bens, ann], [bens, anns, ben]]) {
        typist.tell('typing-start', { chatId });
        await other.next('user-typing', ({ userId, isTyping }) => userId === who.id && isTyping);
        typist.tell('typing-stop', { chatId });
        await other.next('user-typing', ({ userId, isTyping }) => userId === who.id && !isTyping);
        assert.deepEqual(typist.all('user-typing', ({ userId }) => userId === who.id), []);
      }
      for (const [reader, other, who] of [[anns, bens, ann], [bens, anns, ben]]) {
        await reader.must('mark-messages-read', { chatId });
        await other.next('messages-read', ({ userId, readCount }) => userId === who.id && readCount === 6);
      }
      assert.deepEqual(anns.all('disconnect').concat(bens.all('disconnect')), []);
    },
    { skip },
  );
}

scenario(
  'a retry on the other side is not stored again',
  async (world) => {
    const { ann, chatId, anns, bens } = await apart(world);
    const annsPhone = await on('parley', ann);
    for (const [key, first, second] of [['k1', anns, annsPhone], ['k2', annsPhone, anns]]) {
      const command = { chatId, content: `once, ${key}`, clientMessageId: key };
      const { message } = await first.must('send-message', command);
      const again = await second.must('send-message', command);
      assert.deepEqual([again.duplicate, again.message._id], [true, message._id]);
    }
    await bens.must('send-message', { chatId, content: 'end' });
    await bens.next('new-message', ({ content }) => content === 'end');
    assert.equal(bens.all('new-message').length, 3);
  },
  { skip },
);

scenario(
  'a notification reaches both sides, whichever it was posted to',
  async (world) => {
    const { ann, ben, anns, bens } = await apart(world);
    await anns.must('join-notifications', ann.id);
    await bens.must('join-notifications', ben.id);
    const notification = (title) => ({ userIds: [ann.id, ben.id], type: 'booking', title, body: 'Monday' });
    const posted = await fetch(`${stage.old.http}/api/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(notification('to Node.js')),
    });
    assert.equal(posted.status, 201);
    await world.mustRest('POST', '/api/notifications', notification('to Parley'));
    for (const device of [anns, bens]) {
      for (const title of ['to Node.js', 'to Parley']) await device.next('new-notification', (one) => one.title === title);
      assert.equal((await device.must('get-unread-count', device === anns ? ann.id : ben.id)).count, 2);
    }
    const [first] = bens.all('new-notification');
    await bens.must('mark-notification-read', { notificationId: first._id });
    await bens.next('notification-read', ({ unread }) => unread === 1);
  },
  { skip },
);

scenario(
  'a user who changes sides is not announced offline; a user who leaves is',
  async (world) => {
    const { ann, anns, bens: onParley } = await apart(world);
    const onNode = await on('node', world.provider());
    const dora = world.client();
    const doras = await on('node', dora);
    const annsNext = await on('parley', ann);
    anns.close();
    doras.close();
    for (const watcher of [onNode, onParley]) {
      await watcher.next('user-status-changed', ({ userId, isOnline }) => userId === dora.id && !isOnline);
      assert.deepEqual(watcher.all('user-status-changed', ({ userId, isOnline }) => userId === ann.id && !isOnline), []);
      assert.equal((await watcher.must('get-online-status', ann.id)).isOnline, true);
    }
    assert.equal(annsNext.socket.connected, true);
  },
  { skip },
);

scenario(
  'a Node.js service moves the sockets of Parley between rooms, and disconnects them',
  async (world) => {
    const { ben, bens } = await apart(world);
    const clients = [createClient({ url: stage.redis }), createClient({ url: stage.redis })];
    await Promise.all(clients.map((client) => client.connect()));
    const service = new Server({ adapter: createShardedAdapter(...clients) });
    try {
      const ofBen = service.in(ben.id);
      ofBen.socketsJoin('team');
      await eventually('Ben hears his team', () => {
        service.to('team').emit('news', 'for the team');
        return bens.all('news').length > 0;
      });
      ofBen.socketsLeave('team');
      await eventually('Ben hears his team no more', async () => {
        bens.forget();
        service.to('team').emit('news', 'for the others');
        service.to(ben.id).emit('end of news');
        await bens.next('end of news');
        return bens.all('news').length === 0;
      });
      ofBen.disconnectSockets();
      assert.equal(await bens.next('disconnect'), 'io server disconnect');
    } finally {
      for (const client of clients) client.destroy();
    }
  },
  { skip },
);

/** Waits until the client library has reconnected, and joins again as a front end would. */
async function isBackOn(side, person, device, chatId, afterSeq) {
  await eventually(`${person.role} is on ${side}`, () => device.socket.connected && sideOf(device) === side, 30_000);
  await device.must('user-join', person.id);
  return device.must('join-chat', { chatId, afterSeq });
}

scenario(
  'rollback: Parley is stopped, and its clients reconnect to Node.js and lose nothing',
  async (world) => {
    const { ben, chatId, anns, bens } = await apart(world, {}, comingBack);
    await anns.must('send-message', { chatId, content: 'one' });
    await bens.next('new-message');
    await newSessionsGoTo('node');
    const ended = Promise.all([operator.endNode(0), operator.endNode(1)]);
    try {
      await bens.next('server-draining');
      await bens.next('disconnect');
      await anns.must('send-message', { chatId, content: 'two' });
      const { messages } = await isBackOn('node', ben, bens, chatId, 1);
      assert.deepEqual(messages.map(({ content }) => content), ['two']);
      await bens.must('send-message', { chatId, content: 'three' });
      await anns.next('new-message', ({ content }) => content === 'three');
    } finally {
      await ended;
      await Promise.all([operator.startNode(0), operator.startNode(1)]);
      await areReady();
    }
  },
  { skip, timeout: 120_000 },
);

scenario(
  'Node.js is stopped: its clients reconnect to Parley, have every message and are not announced offline',
  async (world) => {
    const { ann, chatId, anns, bens } = await apart(world, comingBack);
    await anns.must('send-message', { chatId, content: 'before' });
    let sent = 1;
    let isOver = false;
    const talking = (async () => {
      while (!isOver) {
        await bens.must('send-message', { chatId, content: `m ${(sent += 1)}` });
        await new Promise((resume) => setTimeout(resume, 200));
      }
    })();
    await anns.next('new-message', ({ seq }) => seq === 2);
    process.kill(stage.old.pid, 'SIGTERM');
    assert.equal(await anns.next('disconnect'), 'transport close');
    await newSessionsGoTo('parley');
    const heard = Math.max(...seqs(anns.all('new-message')));
    const { messages } = await isBackOn('parley', ann, anns, chatId, heard);
    isOver = true;
    await talking;
    await anns.must('send-message', { chatId, content: 'after' });
    await eventually('Ann has everything', () => {
      const known = new Set(seqs([...anns.all('new-message'), ...messages]));
      return upTo(sent + 1).every((seq) => known.has(seq));
    });
    await bens.next('new-message', ({ content }) => content === 'after');
    await eventually('the old process has ended', () => !isRunning(stage.old.pid));
    assert.deepEqual(bens.all('user-status-changed', ({ userId, isOnline }) => userId === ann.id && !isOnline), []);
    assert.equal((await bens.must('get-online-status', ann.id)).isOnline, true);
  },
  { skip, timeout: 120_000 },
);

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
