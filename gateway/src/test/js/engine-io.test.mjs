// The Engine.IO 4 specification, checked with raw requests and packets: against the server that sends back every
// message, and against the same transport under Socket.IO. https://socket.io/docs/v4/engine-io-protocol/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient } from './support/by-hand.mjs';
import { stage } from './support/stage.mjs';

const engine = stage.engine ?? 'http://127.0.0.1:3001';
const socketIo = stage.protocol ?? 'http://127.0.0.1:3000';
const OPENING_REQUESTS = ['transport=TRANSPORT', 'EIO=abc&transport=TRANSPORT', 'EIO=4', 'EIO=4&transport=abc'];

function scenario(name, address, play) {
  test(name, { timeout: 30_000 }, async () => {
    const server = new RawClient(address);
    try {
      await play(server);
    } finally {
      server.close();
    }
  });
}

function assertHandshake(handshake, upgrades) {
  const { sid, ...rest } = handshake;
  assert.match(sid, /^[A-Za-z0-9_-]{20,}$/);
  assert.deepEqual(rest, { upgrades, maxPayload: 1_000_000, ...stage.heartbeat });
}

const assertClosed = async (server, sid) => assert.equal((await server.poll(sid)).status, 400);

for (const [name, address] of Object.entries({ 'Engine.IO': `${engine}/engine.io/`, 'Socket.IO': `${socketIo}/socket.io/` })) {
  scenario(`${name}: handshake: polling, with an upgrade offered`, address, async (server) => {
    assertHandshake(await server.open(), ['websocket']);
  });

  scenario(`${name}: handshake: websocket, without upgrades`, address, async (server) => {
    assertHandshake((await server.session()).handshake, []);
  });

  for (const query of OPENING_REQUESTS) {
    scenario(`${name}: handshake: polling is refused with ?${query.replace('TRANSPORT', 'polling')}`, address, async (server) => {
      assert.equal((await server.ask(query.replace('TRANSPORT', 'polling'))).status, 400);
    });

    scenario(`${name}: handshake: a websocket is closed with ?${query.replace('TRANSPORT', 'websocket')}`, address, (server) =>
      server.socket(query.replace('TRANSPORT', 'websocket')).closed(),
    );
  }

  for (const method of ['POST', 'PUT']) {
    scenario(`${name}: handshake: ${method} is refused`, address, async (server) => {
      assert.equal((await server.ask('EIO=4&transport=polling', { method })).status, 400);
    });
  }

  scenario(`${name}: heartbeat: a polling client is pinged, and its session is kept while it answers`, address, async (server) => {
    const { sid } = await server.open();
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual(await server.poll(sid), { status: 200, body: '2' });
      assert.deepEqual(await server.push(sid, '3'), { status: 200, body: 'ok' });
    }
  });

  scenario(`${name}: heartbeat: a websocket is pinged, and kept open while it answers`, address, async (server) => {
    const { socket } = await server.session(true);
    for (let round = 0; round < 3; round += 1) {
      assert.equal(await socket.next(), '2');
      socket.send('3');
    }
  });

  scenario(`${name}: heartbeat: the session of a polling client that sends no pong is closed`, address, async (server) => {
    const { sid, pingInterval, pingTimeout } = await server.open();
    await new Promise((resume) => setTimeout(resume, pingInterval + pingTimeout));
    await assertClosed(server, sid);
  });

  scenario(`${name}: heartbeat: a websocket that sends no pong is closed`, address, async (server) => {
    const { socket } = await server.session(true);
    await socket.closed();
  });

  scenario(`${name}: close: a waiting poll is answered with a noop, and the session is closed`, address, async (server) => {
    const { sid } = await server.open();
    const poll = server.startPoll(sid);
    await poll.sent;
    assert.deepEqual(await server.push(sid, '1'), { status: 200, body: 'ok' });
    assert.deepEqual(await poll.response, { status: 200, body: '6' });
    await assertClosed(server, sid);
  });

  scenario(`${name}: close: the websocket is closed`, address, async (server) => {
    const { socket } = await server.session();
    socket.send('1');
    await socket.closed();
  });

  scenario(`${name}: upgrade: neither a poll nor a second websocket is accepted afterwards`, address, async (server) => {
    const { sid } = await server.open();
    const socket = server.upgrade(sid);
    await socket.opened();
    socket.send('2probe');
    assert.equal(await socket.next(), '3probe');
    socket.send('5');
    await assertClosed(server, sid);
    await server.upgrade(sid).closed();
  });

  scenario(`${name}: upgrade: a client that does not wait for the answer to its probe is upgraded too`, address, async (server) => {
    const { sid } = await server.open();
    const socket = server.upgrade(sid);
    await socket.opened();
    socket.send('2probe');
    socket.send('5');
    assert.equal(await socket.next(), '3probe');
    await assertClosed(server, sid);
  });
}

const echo = (name, play) => scenario(`Engine.IO: ${name}`, `${engine}/engine.io/`, play);

for (const [what, payload] of Object.entries({
  'one text': '4hello',
  'several texts': '4one\x1e4two\x1e4three',
  'text and binary': '4hello\x1ebAQIDBA==',
})) {
  echo(`polling: ${what} is echoed`, async (server) => {
    const { sid } = await server.open();
    assert.deepEqual(await server.push(sid, payload), { status: 200, body: 'ok' });
    assert.deepEqual(await server.poll(sid), { status: 200, body: payload });
  });
}

echo('polling: an invalid packet closes the session', async (server) => {
  const { sid } = await server.open();
  assert.equal((await server.push(sid, 'abc')).status, 400);
  await assertClosed(server, sid);
});

echo('polling: two concurrent polls close the session; the first receives the close packet', async (server) => {
  const { sid } = await server.open();
  const first = server.startPoll(sid);
  await first.sent;
  assert.equal((await server.poll(sid)).status, 400);
  assert.deepEqual(await first.response, { status: 200, body: '1' });
  await assertClosed(server, sid);
});

echo('polling: an aborted poll closes the session', async (server) => {
  const { sid } = await server.open();
  const poll = server.startPoll(sid);
  await poll.sent;
  poll.abort();
  await assertClosed(server, sid);
});

echo('websocket: text and binary are echoed', async (server) => {
  const { socket } = await server.session();
  socket.send('4hello');
  assert.equal(await socket.next(), '4hello');
  socket.send(Buffer.from([1, 2, 3, 4]));
  assert.deepEqual(await socket.next(), Buffer.from([1, 2, 3, 4]));
});

echo('websocket: an invalid packet closes it', async (server) => {
  const { socket } = await server.session();
  socket.send('abc');
  await socket.closed();
});

echo('upgrade: the waiting poll is answered with a noop, and the websocket takes over', async (server) => {
  const { sid } = await server.open();
  const socket = server.upgrade(sid);
  await socket.opened();
  socket.send('2probe');
  assert.equal(await socket.next(), '3probe');
  assert.deepEqual(await server.poll(sid), { status: 200, body: '6' });
  socket.send('5');
  socket.send('4hello');
  assert.equal(await socket.next(), '4hello');
  await assertClosed(server, sid);
  await server.upgrade(sid).closed();
  socket.send('4still here');
  assert.equal(await socket.next(), '4still here');
});
