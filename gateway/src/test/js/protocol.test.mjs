// Socket.IO features with the official client, against the bare protocol server: it emits "auth" on connection, sends
// "message" back as "message-back" and acknowledges "message-with-ack", in the namespaces "/" and "/custom".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { io, Manager } from 'socket.io-client';
import { stage } from './support/stage.mjs';
import { eventually, PATIENCE_MS } from './support/waiting.mjs';
import { transports } from './support/world.mjs';

const url = stage.protocol ?? 'http://127.0.0.1:5000';

/** A test whose sockets are closed at its end. */
function scenario(name, options, play) {
  test(name, { timeout: 60_000 }, async () => {
    const sockets = [];
    const open = (namespace = '', more = {}) => {
      const socket = io(`${url}${namespace}`, { forceNew: true, reconnection: false, ...options, ...more });
      socket.on('auth', (auth) => (socket.seenAuth = auth));
      sockets.push(socket);
      return socket;
    };
    try {
      await play(open);
    } finally {
      sockets.forEach((socket) => socket.disconnect());
    }
  });
}

const once = (socket, event) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event}`)), PATIENCE_MS);
    socket.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });

const connected = async (socket) => {
  if (!socket.connected) await once(socket, 'connect');
  return socket;
};

/** The arguments that the server returns by event and by acknowledgement. */
async function echoes(socket, ...args) {
  const back = once(socket, 'message-back');
  socket.emit('message', ...args);
  const acknowledged = new Promise((resolve) =>
    socket.emit('message-with-ack', ...args, (...answer) => resolve(answer)),
  );
  return [await back, await acknowledged];
}

async function assertEchoed(socket, args, expected = args) {
  for (const answer of await echoes(socket, ...args)) assert.deepEqual(answer, expected);
}

const ROUND_TRIPS = {
  nothing: [[]],
  'several arguments': [[1, 'zwei', true, [4], { five: 6 }]],
  null: [[null]],
  'undefined, which JSON has not': [[undefined], [null]],
  'undefined inside': [[{ a: undefined, b: [undefined] }], [{ b: [null] }]],
  'empty text, list and object': [['', [], {}]],
  'numbers to the edge': [[0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER]],
  'text beyond the Basic Multilingual Plane': [['🦜👩‍👩‍👧 𝒫arley 鸚鵡 é']],
  'control characters and the record separator': [['a\u001eb\u0000c\u2028d\r\n"\\']],
  'text that looks like packets': [['42["message"]', '451-["x",{"_placeholder":true,"num":0}]', 'bAQID']],
  'an object that looks like a placeholder of nothing': [[{ placeholder: true, num: 0 }]],
  'deep nesting': [[JSON.parse('{"a":['.repeat(50) + '1' + ']}'.repeat(50))]],
  bytes: [[Buffer.from([0, 1, 2, 255])]],
  'bytes with a leading 4': [[Buffer.from([4, 0, 4])]],
  'no bytes at all': [[Buffer.alloc(0)]],
  'bytes inside lists and objects': [[{ a: [Buffer.from([1]), { b: Buffer.from([2, 3]) }], c: 'd' }, Buffer.from([4])]],
  'the same bytes twice': [[Buffer.from([7]), Buffer.from([7])]],
  '1 MB less a little of text': [['x'.repeat(990_000)]],
  '700 KB of bytes': [[Buffer.alloc(700_000, 7)]],
};

for (const [transport, options] of Object.entries(transports)) {
  for (const [what, [args, expected]] of Object.entries(ROUND_TRIPS)) {
    scenario(`${transport}: echo: ${what}`, options, async (open) => {
      await assertEchoed(await connected(open()), args, expected ?? args);
    });
  }

  scenario(`${transport}: emitWithAck is acknowledged, or fails at its timeout`, options, async (open) => {
    const socket = await connected(open());
    assert.equal(await socket.timeout(PATIENCE_MS).emitWithAck('message-with-ack', 'there?'), 'there?');
    await assert.rejects(socket.timeout(300).emitWithAck('not-acknowledged'), /timed out/);
    assert.equal(await socket.emitWithAck('message-with-ack', 'and after'), 'and after');
  });

  scenario(`${transport}: a hundred acknowledgements reach their callers`, options, async (open) => {
    const socket = await connected(open());
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((number) => socket.emitWithAck('message-with-ack', number)));
    assert.deepEqual(answers, numbers);
  });

  scenario(`${transport}: a burst of a thousand arrives in order`, options, async (open) => {
    const socket = await connected(open());
    const heard = [];
    socket.on('message-back', (number) => heard.push(number));
    for (let number = 0; number < 1_000; number += 1) socket.emit('message', number);
    await eventually('all are back', () => heard.length >= 1_000, 20_000);
    assert.deepEqual(
      heard,
      Array.from({ length: 1_000 }, (_, index) => index),
    );
  });

  scenario(`${transport}: the auth object arrives unchanged`, options, async (open) => {
    const auths = [{}, { token: 'a[0]?b=c&d{"e"}' }, { list: [1, [2]], text: '🦜', none: null }];
    for (const auth of auths) {
      const socket = open('', { auth });
      await connected(socket);
      await eventually('auth', () => socket.seenAuth);
      assert.deepEqual(socket.seenAuth, auth);
    }
    const without = await connected(open());
    await eventually('auth', () => without.seenAuth);
    assert.deepEqual(without.seenAuth, {});
  });

  scenario(`${transport}: two namespaces share one connection, and one can be left`, options, async () => {
    const manager = new Manager(url, { ...options, reconnection: false });
    const [main, custom] = [manager.socket('/'), manager.socket('/custom', { auth: { of: 'custom' } })];
    try {
      await Promise.all([connected(main), connected(custom)]);
      assert.notEqual(main.id, manager.engine.id, 'the id of the engine is a secret');
      await assertEchoed(main, ['main']);
      await assertEchoed(custom, ['custom']);
      main.disconnect();
      await assertEchoed(custom, ['still here']);
      main.connect();
      await connected(main);
      await assertEchoed(main, ['and back']);
    } finally {
      main.disconnect();
      custom.disconnect();
    }
  });

  scenario(`${transport}: a client can repeat connect() before it is answered, and other clients are unaffected`, options, async () => {
    const manager = new Manager(url, { ...options, reconnection: false });
    const main = await connected(manager.socket('/'));
    const custom = manager.socket('/custom');
    try {
      custom.connect();
      await connected(custom);
      await assertEchoed(custom, ['twice']);
      custom.disconnect();
      custom.connect();
      custom.disconnect();
      await assertEchoed(main, ['the answer is there by now']);
      custom.connect();
      await connected(custom);
      await assertEchoed(custom, ['and back']);
      await assertEchoed(main, ['undisturbed']);
    } finally {
      main.disconnect();
      custom.disconnect();
    }
  });

  scenario(`${transport}: an unknown namespace is refused, with a reason`, options, async (open) => {
    const [error] = await once(open('/no-such-place'), 'connect_error');
    assert.match(error.message, /namespace/i);
  });

  scenario(`${transport}: events emitted before the connection is open are sent when it opens`, options, async (open) => {
    const socket = open();
    const back = once(socket, 'message-back');
    socket.emit('message', 'early', Buffer.from([1]));
    assert.deepEqual(await back, ['early', Buffer.from([1])]);
  });

  scenario(
    `${transport}: a client reconnects after a lost connection, and sends the events it has buffered`,
    options,
    async (open) => {
      const socket = await connected(open('', { reconnection: true, reconnectionDelay: 50 }));
      const before = socket.id;
      const lost = once(socket, 'disconnect');
      socket.io.engine.close();
      await lost;
      const back = once(socket, 'message-back');
      socket.emit('message', 'buffered');
      assert.deepEqual(await back, ['buffered']);
      assert.notEqual(socket.id, before);
    },
  );

  scenario(`${transport}: a connection outlives many heartbeats`, options, async (open) => {
    const socket = await connected(open());
    let pings = 0;
    socket.io.on('ping', () => (pings += 1));
    await eventually('five heartbeats', () => pings >= 5);
    await assertEchoed(socket, ['still here']);
  });

  scenario(`${transport}: a message over maxPayload ends the connection, and no other`, options, async (open) => {
    const [careful, careless] = [await connected(open()), await connected(open())];
    const gone = once(careless, 'disconnect');
    careless.emit('message', 'x'.repeat(1_100_000));
    await gone;
    await assertEchoed(careful, ['not me']);
  });
}

scenario(
  'an upgrade under load keeps order, without loss or duplicates',
  transports.upgrade,
  async (open) => {
    for (let round = 0; round < 10; round += 1) {
      const socket = open();
      const heard = [];
      socket.on('message-back', (number) => heard.push(number));
      await connected(socket);
      let sent = 0;
      const sending = setInterval(() => {
        for (let more = 0; more < 5; more += 1) socket.emit('message', (sent += 1));
      }, 10);
      try {
        await eventually('the upgrade', () => socket.io.engine.transport.name === 'websocket');
        const atUpgrade = sent;
        await eventually('traffic after the upgrade', () => heard.length > atUpgrade + 50);
      } finally {
        clearInterval(sending);
      }
      await eventually('all are back', () => heard.length >= sent);
      assert.deepEqual(
        heard,
        Array.from({ length: sent }, (_, index) => index + 1),
      );
      socket.disconnect();
    }
  },
);
