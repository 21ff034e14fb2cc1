import { ObjectId } from 'mongodb';
import { Rejection } from './errors.js';
import { stored, wired } from './ids.js';
import { checkSender, hasBlocked } from './rules.js';

const DUPLICATE_KEY = 11000;
const PAGE = 100;
const REMEMBERED_CHATS = 50_000;

export class Chats {
  #db;
  #rate;
  /** The last write in flight of each chat. Writes of this node to one chat are queued instead of racing. */
  #tails = new Map();
  /** The highest number this node has seen in a chat. The next one is usually free. */
  #lastSeen = new Map();

  constructor(db, rateLimiter) {
    this.#db = db;
    this.#rate = rateLimiter;
  }

  async open({ client, provider, context }) {
    const key = { client: stored(client), provider: stored(provider), ...(context !== undefined && { context }) };
    const existing = await this.#db.chats.findOne(context === undefined ? { ...key, context: { $exists: false } } : key);
    if (existing) return { chat: existing, isNew: false };
    const now = new Date();
    const chat = { _id: new ObjectId(), ...key, stage: 'inquiry', status: 'open', lastSeq: 0, createdAt: now, updatedAt: now };
    await this.#db.chats.insertOne(chat);
    return { chat, isNew: true };
  }

  async findFor(chatId, userId) {
    const chat = await this.#db.chats.findOne({ _id: stored(chatId) });
    if (!chat || ![wired(chat.client), wired(chat.provider)].includes(userId)) throw new Rejection('chat_not_found');
    return chat;
  }

  /** Stores a message once per (sender, chat, clientMessageId), also when the client retries. */
  async send(senderId, chatId, draft) {
    const chat = await this.findFor(chatId, senderId);
    const receiverId = otherThan(chat, senderId);
    const [sender, receiver] = await this.#users(senderId, receiverId);
    checkSender({ chat, sender, receiver, senderId, receiverId });
    await this.#rate.take(senderId);
    return this.#inTurn(chatId, () => this.#append(chat, senderId, receiverId, draft));
  }

  async #users(...ids) {
    const found = await this.#db.users
      .find({ _id: { $in: ids.map(stored) } }, { projection: { suspended: 1, blocked: 1 } })
      .toArray();
    return ids.map((id) => found.find((user) => wired(user._id) === id));
  }

  async #append(chat, senderId, receiverId, draft) {
    const chatId = wired(chat._id);
    const attempt = draft.clientMessageId === undefined ? undefined : `${senderId} ${chatId} ${draft.clientMessageId}`;
    const message = {
      _id: new ObjectId(),
      chatId: chat._id,
      seq: Math.max(chat.lastSeq ?? 0, this.#lastSeen.get(chatId) ?? 0) + 1,
      sender: stored(senderId),
      receiver: stored(receiverId),
      ...draft,
      delivered: false,
      isRead: false,
      createdAt: new Date(),
      ...(attempt && { attempt }),
    };
    if (draft.clientMessageId === undefined) delete message.clientMessageId;
    const earlier = await this.#insertUnderNextSeq(message);
    if (earlier) return { message: earlier, duplicate: true };
    this.#remember(chatId, message.seq);
    const followed = this.#follow(chat, message);
    if (message.seq === 1) await followed; // whether a chat has begun is a rule's question
    return { message, duplicate: false };
  }

  #remember(chatId, seq) {
    this.#lastSeen.delete(chatId);
    this.#lastSeen.set(chatId, seq);
    if (this.#lastSeen.size > REMEMBERED_CHATS) this.#lastSeen.delete(this.#lastSeen.keys().next().value);
  }

  /** Updates the chat's copy of its last message, without waiting and with write concern 1. */
  #follow(chat, message) {
    const { attempt, ...lastMessage } = message;
    return this.#db.chats
      .updateOne(
        { _id: chat._id, lastSeq: { $not: { $gte: message.seq } } },
        { $set: { lastSeq: message.seq, lastMessage, updatedAt: message.createdAt } },
        { writeConcern: { w: 1 } },
      )
      .catch((e) => console.error('lastMessage', e.message));
  }

  /** Inserts under the unique (chatId, seq), and takes the next number on a conflict. Returns the earlier message of a retry. */
  async #insertUnderNextSeq(message) {
    for (;;) {
      try {
        await this.#db.messages.insertOne(message);
        return null;
      } catch (e) {
        if (e.code !== DUPLICATE_KEY) throw e;
        const earlier = message.attempt && (await this.#db.messages.findOne({ attempt: message.attempt }));
        if (earlier) return earlier;
        message.seq = (await this.lastSeq(message.chatId)) + 1;
      }
    }
  }

  async lastSeq(chatId) {
    const last = await this.#db.messages.findOne({ chatId }, { sort: { seq: -1 }, projection: { seq: 1 } });
    return last?.seq ?? 0;
  }

  #inTurn(chatId, task) {
    const tail = (this.#tails.get(chatId) ?? Promise.resolve()).then(task, task);
    this.#tails.set(chatId, tail);
    const forget = () => this.#tails.get(chatId) === tail && this.#tails.delete(chatId);
    tail.then(forget, forget);
    return tail;
  }

  unreadIn(chatId, readerId) {
    return this.#db.messages.countDocuments({ chatId: stored(chatId), receiver: stored(readerId), isRead: false });
  }

  async history(chatId, { afterSeq, limit = PAGE }) {
    const page = Math.min(Math.max(Number(limit) || PAGE, 1), PAGE);
    const found = await this.#db.messages
      .find({ chatId: stored(chatId), seq: { $gt: Number(afterSeq) || 0 } })
      .sort({ seq: 1 })
      .limit(page + 1)
      .toArray();
    return { messages: found.slice(0, page), hasMore: found.length > page };
  }

  async markDelivered(chatId, receiverId) {
    const at = new Date();
    const undelivered = { chatId: stored(chatId), receiver: stored(receiverId), delivered: false };
    const last = await this.#db.messages.findOne(undelivered, { sort: { seq: -1 }, projection: { seq: 1 } });
    if (!last) return null;
    await this.#db.messages.updateMany({ ...undelivered, seq: { $lte: last.seq } }, { $set: { delivered: true, deliveredAt: at } });
    return { upToSeq: last.seq, deliveredAt: at.toISOString() };
  }

  async markRead(chatId, readerId, upToSeq) {
    const at = new Date();
    const limit = Number.isInteger(upToSeq) ? { seq: { $lte: upToSeq } } : {};
    const unread = { chatId: stored(chatId), receiver: stored(readerId), isRead: false, ...limit };
    const last = await this.#db.messages.findOne(unread, { sort: { seq: -1 }, projection: { seq: 1 } });
    if (!last) return { readCount: 0, upToSeq: upToSeq ?? (await this.lastSeq(stored(chatId))) };
    const { modifiedCount } = await this.#db.messages.updateMany(
      { ...unread, seq: { $lte: last.seq } },
      { $set: { isRead: true, readAt: at, delivered: true } },
    );
    return { readCount: modifiedCount, upToSeq: last.seq, readAt: at.toISOString() };
  }

  async isBlocked(chat, userId) {
    const otherId = otherThan(chat, userId);
    const [user, other] = await this.#users(userId, otherId);
    return hasBlocked(user, otherId) || hasBlocked(other, userId);
  }

  async contactsOf(userId) {
    const me = stored(userId);
    const chats = await this.#db.chats
      .find({ $or: [{ client: me }, { provider: me }] }, { projection: { client: 1, provider: 1 } })
      .limit(1000)
      .toArray();
    return [...new Set(chats.map((chat) => otherThan(chat, userId)))];
  }
}

const otherThan = (chat, userId) => (wired(chat.client) === userId ? wired(chat.provider) : wired(chat.client));
