import { ObjectId } from 'mongodb';
import { Rejection } from './errors.js';
import { stored } from './ids.js';

const PAGE = 100;

export class Notifications {
  #collection;

  constructor(db) {
    this.#collection = db.notifications;
  }

  async post(userIds, { type, title, body, data = {}, expiresAt }) {
    const createdAt = new Date();
    const documents = userIds.map((userId) => ({
      _id: new ObjectId(),
      userId: stored(userId),
      type,
      title,
      body,
      data,
      delivered: false,
      isRead: false,
      createdAt,
      ...(expiresAt && { expiresAt: new Date(expiresAt) }),
    }));
    await this.#collection.insertMany(documents);
    return documents;
  }

  /** Returns the undelivered notifications, oldest first, and marks them delivered. */
  async join(userId) {
    const undelivered = { userId: stored(userId), delivered: false };
    const found = await this.#collection.find(undelivered).sort({ createdAt: 1 }).limit(PAGE + 1).toArray();
    const notifications = found.slice(0, PAGE);
    if (notifications.length > 0) {
      const ids = notifications.map(({ _id }) => _id);
      await this.#collection.updateMany({ _id: { $in: ids } }, { $set: { delivered: true } });
    }
    return { unread: await this.unread(userId), notifications, hasMore: found.length > PAGE };
  }

  async markRead(userId, notificationId) {
    const mine = { _id: stored(notificationId), userId: stored(userId) };
    const { matchedCount } = await this.#collection.updateOne(mine, { $set: { isRead: true, readAt: new Date() } });
    if (matchedCount === 0) throw new Rejection('notification_not_found');
    return this.unread(userId);
  }

  async markAllRead(userId) {
    const unread = { userId: stored(userId), isRead: false };
    const { modifiedCount } = await this.#collection.updateMany(unread, { $set: { isRead: true, readAt: new Date() } });
    return { readCount: modifiedCount, unread: await this.unread(userId) };
  }

  unread(userId) {
    return this.#collection.countDocuments({ userId: stored(userId), isRead: false });
  }
}
