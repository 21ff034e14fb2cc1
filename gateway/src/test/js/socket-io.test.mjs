// The Socket.IO 5 specification, checked with raw packets over a websocket, against the bare protocol
// server. https://socket.io/docs/v4/socket-io-protocol/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RawClient } from './support/by-hand.mjs';
import { stage } from './support/stage.mjs';

const address = `${stage.protocol ?? 'http://127.0.0.1:3000'}/socket.io/`;
const BYTES = [Buffer.from([1, 2, 3]), Buffer.from([4, 5, 6])];
const PLACEHOLDERS = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';

function scenario(name, play) {
  test(name, { timeout: 30_000 }, async () => {
    const server = new RawClient(address);
    try {
      await play(server);
    } finally {
      server.close();
    }
  });
}

/** Sends a CONNECT packet, and completes with the variable part of the two answers. */
async function enter(socket, packet) {
  const [, namespace] = packet.match(/^40(\/[^,{]+,?)?/);
  const prefix = namespace ? `${namespace.replace(',', '')},` : '';
  socket.send(packet);
  const welcome = await socket.next();
  assert.ok(welcome.startsWith(`40${prefix}{`), welcome);
  const { sid, ...rest } = JSON.parse(welcome.slice(2 + prefix.length));
  assert.match(sid, /^\S{15,}$/);
  assert.deepEqual(rest, {});
  const greeting = await socket.next();
  assert.ok(greeting.startsWith(`42${prefix}[`), greeting);
  return greeting.slice(2 + prefix.length);
}

async function connected(server) {
  const { socket } = await server.session();
  await enter(socket, '40');
  return socket;
}

for (const [packet, greeting] of [
  ['40', '["auth",{}]'],
  ['40{"token":"123"}', '["auth",{"token":"123"}]'],
  ['40/custom,', '["auth",{}]'],
  ['40/custom', '["auth",{}]'],
  ['40/custom,{"token":"abc"}', '["auth",{"token":"abc"}]'],
]) {
  scenario(`connect: ${packet} is answered with an id, and its auth reaches the server`, async (server) => {
    const { socket } = await server.session();
    assert.equal(await enter(socket, packet), greeting);
  });
}

scenario('connect: an unknown namespace is refused', async (server) => {
  const { socket } = await server.session();
  socket.send('40/random');
  assert.equal(await socket.next(), '44/random,{"message":"Invalid namespace"}');
});

scenario('connect: an invalid packet closes the connection', async (server) => {
  const { socket } = await server.session();
  socket.send('4abc');
  await socket.closed();
});

scenario('disconnect: a client that left the main namespace keeps the connection', async (server) => {
  const { socket } = await server.session(true);
  await enter(socket, '40');
  socket.send('41');
  assert.equal(await socket.next(), '2');
});

scenario('disconnect: a client that left a custom namespace is still in the main one', async (server) => {
  const socket = await connected(server);
  await enter(socket, '40/custom');
  socket.send('41/custom');
  socket.send('42["message","message to main namespace"]');
  assert.equal(await socket.next(), '42["message-back","message to main namespace"]');
});

scenario('event: text', async (server) => {
  const socket = await connected(server);
  socket.send('42["message",1,"2",{"3":[true]}]');
  assert.equal(await socket.next(), '42["message-back",1,"2",{"3":[true]}]');
});

scenario('event: with attachments', async (server) => {
  const socket = await connected(server);
  socket.send(`452-["message",${PLACEHOLDERS}]`);
  BYTES.forEach(socket.send);
  assert.equal(await socket.next(), `452-["message-back",${PLACEHOLDERS}]`);
  for (const bytes of BYTES) assert.deepEqual(await socket.next(), bytes);
});

scenario('acknowledgement: text', async (server) => {
  const socket = await connected(server);
  socket.send('42456["message-with-ack",1,"2",{"3":[false]}]');
  assert.equal(await socket.next(), '43456[1,"2",{"3":[false]}]');
});

scenario('acknowledgement: with attachments', async (server) => {
  const socket = await connected(server);
  socket.send(`452-789["message-with-ack",${PLACEHOLDERS}]`);
  BYTES.forEach(socket.send);
  assert.equal(await socket.next(), `462-789[${PLACEHOLDERS}]`);
  for (const bytes of BYTES) assert.deepEqual(await socket.next(), bytes);
});

for (const [what, packet] of Object.entries({
  'of no known type': '4abc',
  'whose payload is no list': '42{}',
  'whose acknowledgement id is no number': '42abc["message-with-ack",1,"2",{"3":[false]}]',
})) {
  scenario(`malformed: a packet ${what} closes the connection`, async (server) => {
    const socket = await connected(server);
    socket.send(packet);
    await socket.closed();
  });
}
