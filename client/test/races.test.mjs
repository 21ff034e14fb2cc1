// Replies that are older than the events which arrived before them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';
import { Chat } from '../src/chat.js';
import { Inbox } from '../src/inbox.js';

const message = (seq) => ({ _id: `m${seq}`, chatId: 'c', seq, sender: 'ann', receiver: 'ben', delivered: false, isRead: false, createdAt: `${seq}` });
const read = (upToSeq, readCount) => ({ chatId: 'c', userId: 'ben', upToSeq, readCount, readAt: '' });
const page = (messages, lastSeq, unread) => ({ messages, lastSeq, unread, hasMore: false });

/** Ben's client. Each request waits for its reply in `waiting`. */
class Requests {
  userId = 'ben';
  hasApi = true;
  waiting = [];
  asked = [];
  online = new Promise((resolve) => (this.comeOnline = () => resolve('ben')));

  identified = () => this.online;
  insist = async (event, payload) => {
    await this.online;
    return this.#ask(event, payload);
  };
  rest = (method, path) => this.#ask(`${method} ${path.split('?')[0]}`);
  request = this.insist;

  async reply(...replies) {
    await settled();
    assert.equal(this.waiting.length, replies.length, `asked: ${this.asked}`);
    this.waiting.splice(0).forEach((resolve, index) => resolve(replies[index]));
    await settled();
  }

  #ask(event, payload) {
    this.asked.push(event);
    return new Promise((resolve) => this.waiting.push((reply) => resolve(reply ?? payload)));
  }
}

async function joined(...first) {
  const client = new Requests();
  client.comeOnline();
  const chat = new Chat(client, 'c');
  chat.join();
  await client.reply(page(...first));
  return { client, chat };
}

test('a message that arrives before an older reply is unread, and can be marked as read', async () => {
  const { client, chat } = await joined([], 0, 0);
  chat._resume();
  await settled();
  chat._receive([message(1)]);
  await client.reply(page([], 0, 0));
  assert.equal(chat.state.unread, 1);
  chat.markRead();
  await settled();
  assert.equal(client.asked.at(-1), 'mark-messages-read');
});

test('a receipt that arrives before an older reply stays', async () => {
  const { client, chat } = await joined([message(1), message(2)], 2, 2);
  chat._resume();
  await settled();
  chat._read(read(2, 2));
  await client.reply(page([], 2, 2));
  assert.equal(chat.state.unread, 0);
});

test('a chat that is joined offline is read once', async () => {
  const client = new Requests();
  const chat = new Chat(client, 'c');
  chat.join();
  client.comeOnline();
  chat._resume();
  await client.reply(page([], 0, 0));
  assert.deepEqual(client.asked, ['join-chat']);
});

const none = { notifications: [], unread: 0, hasMore: false };

/** An inbox whose first load is not answered yet. */
async function opened() {
  const client = new Requests();
  client.comeOnline();
  const inbox = new Inbox(client);
  inbox.open();
  await settled();
  return { client, inbox };
}

test('an inbox that changes while it is loaded is loaded again', async () => {
  const { client, inbox } = await opened();
  inbox._messageFor({ chatId: 'c', message: message(2), unreadCount: 2 });
  inbox._notified({ _id: 'n', isRead: false, createdAt: '1' });
  await client.reply({ chats: [{ _id: 'c', unread: 1, lastMessage: message(1) }] }, none);
  await client.reply(none, { chats: [{ _id: 'c', unread: 2, lastMessage: message(2) }] });
  const current = { notifications: [{ _id: 'n', isRead: false, createdAt: '1' }], unread: 1, hasMore: false };
  await client.reply(current);
  await client.reply(current);
  assert.deepEqual([inbox.state.isLive, inbox.state.unread, inbox.state.unreadNotifications], [true, 2, 1]);
});

test('a message that arrives while an inbox is loaded does not have the notifications loaded again', async () => {
  const { client, inbox } = await opened();
  inbox._messageFor({ chatId: 'c', message: message(1), unreadCount: 1 });
  await client.reply({ chats: [] }, none);
  const chats = { chats: [{ _id: 'c', unread: 1, lastMessage: message(1) }] };
  await client.reply(none, chats);
  assert.deepEqual(client.asked.sort(), ['GET /api/chats', 'GET /api/chats', 'GET /api/notifications', 'join-notifications']);
  assert.deepEqual([inbox.state.isLive, inbox.state.unread], [true, 1]);
});
