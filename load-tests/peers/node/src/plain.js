/**
 * The replaced back end, without optimizations: each event makes its own database calls,
 * without batching or caching. A message costs one find, one update and one insert. The events that the benchmarks of chats need.
 */
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { ObjectId } from 'mongodb';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { loadConfig } from './config.js';
import { bind, caller } from './events/endpoint.js';
import { idFrom, stored, wired } from './ids.js';
import { Rejection } from './errors.js';
import { parseMessage } from './rules.js';
import { jsonServer } from './http.js';
import { connectMongo, connectRedis } from './stores.js';
import { messageView } from './views.js';

const config = loadConfig();
const db = await connectMongo(config.mongo);
const redis = await connectRedis(config.redis);
const http = createServer();
const io = new Server(http, { adapter: createShardedAdapter(redis.commands, redis.subscriber) });

async function findChat(chatId, userId) {
  const chat = await db.chats.findOne({ _id: stored(chatId) });
  if (!chat || ![wired(chat.client), wired(chat.provider)].includes(userId)) throw new Rejection('chat_not_found');
  return chat;
}

async function sendMessage(senderId, payload) {
  const draft = parseMessage(payload);
  const chat = await findChat(idFrom(payload, 'chatId'), senderId);
  const now = new Date();
  const before = await db.chats.findOneAndUpdate({ _id: chat._id }, { $inc: { lastSeq: 1 }, $set: { updatedAt: now } });
  const message = {
    _id: new ObjectId(),
    chatId: chat._id,
    seq: before.lastSeq + 1,
    sender: stored(senderId),
    receiver: wired(chat.client) === senderId ? chat.provider : chat.client,
    ...draft,
    delivered: false,
    isRead: false,
    createdAt: now,
  };
  await db.messages.insertOne(message);
  const view = messageView(message);
  io.to(view.chatId).emit('new-message', view);
  io.to(view.receiver).emit('message-notification', { chatId: view.chatId, sender: view.sender, message: view });
  return { message: view };
}

async function setOnline(userId, isOnline) {
  const lastActive = new Date();
  await db.users.updateOne({ _id: stored(userId) }, { $set: { isOnline, lastActive } }, { upsert: true });
  const me = stored(userId);
  const chats = await db.chats.find({ $or: [{ client: me }, { provider: me }] }).toArray();
  const contacts = chats.map((chat) => wired(wired(chat.client) === userId ? chat.provider : chat.client));
  if (contacts.length > 0) io.to(contacts).emit('user-status-changed', { userId, isOnline, lastActive });
}

io.on('connection', (socket) => {
  bind(socket, 'user-join', async (payload) => {
    socket.data.userId = idFrom(payload, 'userId');
    await socket.join(socket.data.userId);
    await setOnline(socket.data.userId, true);
    return { userId: socket.data.userId };
  });

  bind(socket, 'join-chat', async (payload) => {
    const chatId = idFrom(payload, 'chatId');
    const chat = await findChat(chatId, caller(socket));
    await socket.join(chatId);
    const undelivered = { chatId: chat._id, receiver: stored(caller(socket)), delivered: false };
    await db.messages.updateMany(undelivered, { $set: { delivered: true, deliveredAt: new Date() } });
    return { chatId, lastSeq: chat.lastSeq };
  });

  bind(socket, 'send-message', (payload) => sendMessage(caller(socket), payload));

  bind(socket, 'get-online-status', async (payload) => {
    const ids = [payload].flat();
    const found = await db.users.find({ _id: { $in: ids.map(stored) } }).toArray();
    const online = new Set(found.filter((user) => user.isOnline).map((user) => wired(user._id)));
    const users = ids.map((userId) => ({ userId, isOnline: online.has(userId) }));
    for (const each of users) socket.emit('online-status', each);
    return Array.isArray(payload) ? { users } : users[0];
  });

  socket.on('disconnect', () => {
    if (socket.data.userId) setOnline(socket.data.userId, false).catch((e) => console.error('disconnect', e.message));
  });
});

const rest = jsonServer([
  ['GET', /^\/health\/ready$/, async () => [200, {}]],
  ['PUT', /^\/api\/users\/([^/]+)$/, async ([id], body) => {
    await db.users.updateOne({ _id: stored(id) }, { $set: body }, { upsert: true });
    return [200, { _id: id, ...body }];
  }],
  ['POST', /^\/api\/chats$/, async (_, { client, provider }) => {
    const now = new Date();
    const chat = { _id: new ObjectId(), client: stored(client), provider: stored(provider), lastSeq: 0, createdAt: now, updatedAt: now };
    await db.chats.insertOne(chat);
    return [201, { _id: wired(chat._id), client, provider }];
  }],
]);
rest.listen(config.httpPort, config.host);
http.listen({ port: config.port, host: config.host, backlog: 4096 }, () => console.log(`listening ${config.port}`));

// Only with --expose-gc, for measuring what idle connections need.
if (globalThis.gc) process.on('SIGUSR2', () => globalThis.gc());
process.once('SIGTERM', () => process.exit(0));
