// Connection state recovery (--recovery on): after a lost connection a client resumes its session, on any node.
import assert from 'node:assert/strict';
import { redis } from './support/redis.mjs';
import { node, operator, stage, withoutControl, withoutTokens } from './support/stage.mjs';
import { token } from './support/tokens.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario, transports } from './support/world.mjs';

const content = ({ content: text }) => text;
const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `m ${from + index}`);

/** Terminates the connection without a close handshake. */
const cut = async ({ socket }) => {
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.io.engine.transport.ws.terminate();
  await gone;
};

/** Reconnects the socket to a node, with the pid and offset that the client library keeps. */
const back = async (device, index) => {
  const { socket } = device;
  const connected = new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  socket.io.uri = node(index).socket;
  socket.connect();
  await connected;
  return socket;
};

const say = async (device, chatId, from, to) => {
  for (const text of numbered(from, to)) await device.must('send-message', { chatId, content: text });
};

/** Ann and Ben in their chat; both have received the first message. */
const conversation = async (world) => {
  const talk = await world.conversation();
  await say(talk.anns, talk.chatId, 1, 1);
  await talk.bens.next('new-message');
  await talk.anns.next('new-message');
  return talk;
};

for (const [where, index] of [
  ['the same node', 1],
  ['another node', 0],
]) {
  scenario(`a client resumes its session on ${where} and receives missed events, once and in order`, async (world) => {
    const { ben, chatId, anns, bens } = await conversation(world);
    const { id } = bens.socket;
    await cut(bens);
    await say(anns, chatId, 2, 12);

    const socket = await back(bens, index);
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, id, 'the same socket');
    await say(anns, chatId, 13, 15);
    await bens.next('new-message', (message) => content(message) === 'm 15');
    await bens.next('message-notification', ({ message }) => content(message) === 'm 15');

    assert.deepEqual(bens.all('new-message').map(content), numbered(1, 15));
    assert.equal(bens.all('message-notification').length, 15, 'in all rooms');
    assert.equal((await bens.must('get-online-status', ben.id)).isOnline, true, 'known, and counted');
    await bens.must('send-message', { chatId, content: 'from Ben' });
    await anns.next('new-message', (message) => content(message) === 'from Ben');
  });
}

scenario('a session is resumed repeatedly, and over polling', async (world) => {
  const device = await world.client().on(0, transports.polling);
  for (const round of [0, 1, 2]) {
    device.socket.io.engine.close();
    await device.next('disconnect');
    assert.equal((await back(device, round % 2)).recovered, true, `round ${round}`);
  }
});

/** Emits notifications through a node until `stop`, which completes with their number. */
const notifying = (world, ben, index) => {
  let stopped = false;
  const done = (async () => {
    for (let n = 0; ; n += 1) {
      if (stopped) return n;
      const body = { userId: ben.id, notification: { by: index, n } };
      await world.mustRest('POST', '/api/notifications/emit', body, { index });
    }
  })();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
};

scenario('events of two nodes arrive once and in order while the client reconnects', async (world) => {
  const { ben, bens } = await conversation(world);
  await bens.must('join-notifications', ben.id);
  const nodes = [notifying(world, ben, 0), notifying(world, ben, 1)];
  let counts;
  try {
    for (const index of [0, 1, 1, 0, 0, 1, 0, 1]) {
      await bens.next('new-notification');
      await cut(bens);
      assert.equal((await back(bens, index)).recovered, true);
    }
  } finally {
    counts = await Promise.all(nodes.map((one) => one.stop()));
  }
  for (const [index, count] of counts.entries()) {
    await bens.next('new-notification', ({ by, n }) => by === index && n === count - 1);
    const heard = bens.all('new-notification', ({ by }) => by === index).map(({ n }) => n);
    assert.deepEqual(heard, Array.from({ length: count }, (_, n) => n));
  }
});

scenario(
  'sessions of a killed node are resumed on another',
  async (world) => {
    const { ben, chatId, anns, bens } = await conversation(world);
    const watched = ({ userId, isOnline }) => userId === ben.id && !isOnline;
    const gone = bens.next('disconnect');
    await operator.killNode(1);
    try {
      await gone;
      await say(anns, chatId, 2, 10);
      const socket = await back(bens, 0);
      assert.equal(socket.recovered, true);
      await bens.next('new-message', (message) => content(message) === 'm 10');
      assert.deepEqual(bens.all('new-message').map(content), numbered(1, 10));
      await anns.must('get-online-status', ben.id);
      assert.deepEqual(anns.all('user-status-changed', watched), [], 'Ben was not announced offline');
    } finally {
      await operator.startNode(1);
      await eventually('node 1 is ready', async () => (await fetch(`${node(1).ops}/health/ready`)).ok, 30_000);
    }
  },
  { skip: withoutControl, timeout: 120_000 },
);

scenario(
  'sessions of a draining node are resumed on another',
  async (world) => {
    const { chatId, anns, bens } = await conversation(world);
    const gone = bens.next('disconnect');
    const ended = operator.endNode(1);
    try {
      await bens.next('server-draining');
      await gone;
      await say(anns, chatId, 2, 5);
      assert.equal((await back(bens, 0)).recovered, true);
      await bens.next('new-message', (message) => content(message) === 'm 5');
      assert.deepEqual(bens.all('new-message').map(content), numbered(1, 5));
    } finally {
      await ended;
      await operator.startNode(1);
      await eventually('node 1 is ready', async () => (await fetch(`${node(1).ops}/health/ready`)).ok, 30_000);
    }
  },
  { skip: withoutControl, timeout: 120_000 },
);

scenario('a client that disconnects or is disconnected starts a new session', async (world) => {
  const { ben, chatId, anns, bens } = await conversation(world);
  bens.close();
  await bens.next('disconnect');
  assert.equal((await back(bens, 1)).recovered, false);
  await say(anns, chatId, 2, 2);
  await bens.must('user-join', ben.id);
  assert.equal(bens.all('new-message').length, 1, 'not in the chat any more');

  await world.rest('POST', `/api/users/${ben.id}/disconnect`, {});
  assert.equal(await bens.next('disconnect'), 'io server disconnect');
  assert.equal((await back(bens, 0)).recovered, false);
});

scenario('a session expires after two minutes', async (world) => {
  const { ben, chatId, anns, bens } = await conversation(world);
  const key = `parley:session:${bens.socket._pid}`;
  await cut(bens);
  await say(anns, chatId, 2, 2);
  const left = await eventually('the session is kept for two minutes', async () => {
    const milliseconds = Number((await redis(`PTTL ${key}`)).slice(1));
    return milliseconds <= 120_000 && milliseconds;
  });
  assert.ok(left > 60_000, `${left}`);
  await redis(`PEXPIRE ${key} 1`);
  await eventually('two minutes are over', async () => (await redis(`EXISTS ${key}`)) === ':0');

  const socket = await back(bens, 1);
  assert.equal(socket.recovered, false);
  assert.equal(bens.all('new-message').length, 1);
  await bens.must('user-join', ben.id);
});

scenario('a forged pid or offset resumes no session', async (world) => {
  const { ben, chatId, anns, bens } = await conversation(world);
  const { _pid: pid, _lastOffset: offset } = bens.socket;
  await cut(bens);
  await say(anns, chatId, 2, 2);
  const made = [
    { pid: 'x'.repeat(24), offset },
    { pid: pid.toLowerCase(), offset },
    { pid: '../*', offset },
    { pid: { $gt: '' }, offset },
    { pid, offset: 'yesterday' },
    { pid, offset: '9999999999999999' },
  ];
  for (const auth of made) {
    const device = await world.device(0, { auth: { ...bens.socket.auth, ...auth } }).connected();
    assert.notEqual(device.socket._pid, pid, JSON.stringify(auth));
    assert.deepEqual(device.all('new-message'), []);
  }
  assert.equal((await back(bens, 0)).recovered, true, 'the owner can still resume it');
  assert.equal((await bens.must('get-online-status', ben.id)).isOnline, true);
});

scenario(
  'a pid is refused with the token of another user',
  async (world) => {
    const { chatId, anns, bens } = await conversation(world);
    const { _pid: pid, _lastOffset: offset } = bens.socket;
    await cut(bens);
    await say(anns, chatId, 2, 2);
    const thief = world.client();
    const device = await thief.connect(0, { auth: { token: token({ sub: thief.id, role: 'client' }), pid, offset } });
    assert.notEqual(device.socket._pid, pid);
    await device.must('user-join', thief.id);
    assert.deepEqual(device.all('new-message'), []);

    const refused = world.device(0, { auth: { token: 'x.y.z', pid, offset } });
    assert.equal((await refused.next('connect_error')).message, 'unauthorized');
    assert.equal((await back(bens, 0)).recovered, true);
  },
  { skip: withoutTokens },
);

scenario(
  'without tokens a resumed socket keeps its user',
  async (world) => {
    const { ann, ben, bens } = await conversation(world);
    await cut(bens);
    await back(bens, 0);
    assert.equal((await bens.refusal('user-join', ann.id)).code, 'identity_mismatch');
    await bens.must('user-join', ben.id);
  },
  { skip: stage.auth === 'none' ? false : 'this stage takes tokens' },
);
