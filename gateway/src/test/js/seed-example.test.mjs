// A complete session of the seed's front end: two browsers, one client and one provider, each
// connected to the node that the load balancer chose. It runs against a gateway without tokens (--auth none).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import { node } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';

const alice = '64b000000000000000000a01';
const bob = '64b000000000000000000b02';
const heard = { alice: [], bob: [] };
const sockets = {};
let chatId;

/** The connection of one browser tab: identify, join notifications, join the chat, listen. */
async function browser(name, userId, url) {
  const socket = io(url);
  sockets[name] = socket;
  socket.on('user-status-changed', (status) => heard[name].push(['status', status]));
  socket.on('new-message', (message) => heard[name].push(['message', message]));
  socket.on('message-notification', (notice) => heard[name].push(['badge', notice]));
  socket.on('user-typing', (typing) => heard[name].push(['typing', typing]));
  socket.on('messages-read', (read) => heard[name].push(['read', read]));
  socket.on('new-notification', (notification) => heard[name].push(['notification', notification]));
  socket.on('notification-read', (read) => heard[name].push(['notification-read', read]));

  await socket.emitWithAck('user-join', userId);
  await socket.emitWithAck('join-notifications', userId);
  await socket.emitWithAck('join-chat', chatId);
}

const hears = (name, kind, matches = () => true) =>
  eventually(`${name} hears ${kind}`, () => heard[name].find(([what, value]) => what === kind && matches(value))?.[1]);

const backEnd = async (path, body) => {
  const answer = await fetch(`${node(0).http}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};

before(async () => {
  const chat = await backEnd('/api/chats', { client: alice, provider: bob });
  chatId = chat._id;
});

after(() => Object.values(sockets).forEach((socket) => socket.disconnect()));

test('two browsers connect, identify themselves and join', async () => {
  await browser('alice', alice, node(0).socket);
  await browser('bob', bob, node(1).socket);
});

test('alice sees bob come online', async () => {
  assert.equal((await hears('alice', 'status', ({ userId }) => userId === bob)).isOnline, true);
});

test('alice types, and bob sees it', async () => {
  sockets.alice.emit('typing-start', { roomId: chatId, userId: alice });
  assert.deepEqual(await hears('bob', 'typing'), { chatId, userId: alice, isTyping: true });
});

test('alice writes, and both see the message', async () => {
  sockets.alice.emit('send-message', { chatId, content: 'Is Tuesday free?' });
  const message = await hears('bob', 'message');
  assert.equal(message.content, 'Is Tuesday free?');
  assert.equal(message.sender, alice);
  assert.equal((await hears('alice', 'message'))._id, message._id);
  assert.equal((await hears('bob', 'badge')).chatId, chatId);
});

test('a sent message ends typing', async () => {
  await hears('bob', 'typing', ({ isTyping }) => !isTyping);
});

test('bob reads, and alice sees that', async () => {
  sockets.bob.emit('mark-messages-read', { chatId });
  const read = await hears('alice', 'read');
  assert.equal(read.userId, bob);
});

test('the back end notifies bob, who reads the notification', async () => {
  await backEnd('/api/notifications', { userId: bob, type: 'booking', title: 'Booked', body: 'Tuesday, 10:00' });
  const notification = await hears('bob', 'notification');
  assert.equal(notification.title, 'Booked');
  sockets.bob.emit('mark-notification-read', { notificationId: notification._id });
  assert.equal((await hears('bob', 'notification-read')).notificationId, notification._id);
});

test('alice asks whether bob is online', async () => {
  const answer = await sockets.alice.emitWithAck('get-online-status', bob);
  assert.equal(answer.isOnline, true);
});

test('bob closes his browser, and alice sees him go offline', async () => {
  sockets.bob.disconnect();
  await hears('alice', 'status', ({ userId, isOnline }) => userId === bob && !isOnline);
});
