import { MongoClient } from 'mongodb';
import { createClient } from 'redis';
import { takeToken } from './rate-limiter.js';

export async function connectMongo(uri) {
  const client = new MongoClient(uri, { writeConcern: { w: 'majority' }, retryWrites: false });
  await client.connect();
  const db = client.db(client.options.dbName === 'test' ? 'parley' : undefined);
  const collections = {
    users: db.collection('users'),
    chats: db.collection('chats'),
    messages: db.collection('messages'),
    notifications: db.collection('notifications'),
  };
  await createIndexes(collections);
  return { client, ...collections };
}

async function createIndexes({ chats, messages, notifications }) {
  await chats.createIndex({ client: 1, updatedAt: -1 });
  await chats.createIndex({ provider: 1, updatedAt: -1 });
  await messages.createIndex({ chatId: 1, seq: 1 }, { unique: true });
  await messages.createIndex({ attempt: 1 }, { unique: true, sparse: true });
  await messages.createIndex({ chatId: 1, receiver: 1, isRead: 1 });
  await notifications.createIndex({ userId: 1, createdAt: -1 });
  await notifications.createIndex({ userId: 1, isRead: 1 });
}

/** One client for commands; subscribing needs its own. */
export async function connectRedis(url) {
  const commands = createClient({ url, scripts: { takeToken } });
  const subscriber = commands.duplicate();
  for (const client of [commands, subscriber]) client.on('error', (e) => console.error('redis', e.message));
  await Promise.all([commands.connect(), subscriber.connect()]);
  return { commands, subscriber };
}
