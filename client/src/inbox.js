/** @import { MessageNotificationPayload, MessagePayload, MessagesReadPayload, NotificationPayload } from '../events.js' */
/** @import { ParleyClient } from './client.js' */
import { Store } from './store.js';

const MOST_KEPT = 200;
const CHATS = 50;
const MOST_LOADS = 3;

/**
 * @typedef {{
 *   _id: string, unread: number, lastMessage?: MessagePayload, client?: string, provider?: string, context?: string,
 *   stage?: 'inquiry' | 'booked' | 'completed', status?: 'open' | 'closed', updatedAt?: string,
 * }} InboxChat
 * @typedef {{
 *   isLive: boolean, chats: InboxChat[], unread: number, notifications: NotificationPayload[], unreadNotifications: number,
 * }} InboxState `chats` the most recent first, `unread` over all of them; `notifications` the newest first
 */

/**
 * The user's chats with their unread counts, and the notifications. With the option `api` it begins with the stored ones, without
 * it with what arrives.
 * @extends {Store<InboxState>}
 */
export class Inbox extends Store {
  #client;
  #opened = 0;
  /** Events so far: an answer may be older than an event that arrived after its request. */
  #chatEvents = 0;
  #notificationEvents = 0;

  /** @param {ParleyClient} client */
  constructor(client) {
    super({ isLive: false, chats: [], unread: 0, notifications: [], unreadNotifications: 0 });
    this.#client = client;
  }

  /** Loads the inbox and keeps it up to date, over reconnects too. Each `open` needs one `close`. */
  open = async () => {
    this.#opened += 1;
    if (!this.state.isLive) await this.#load();
    return this.state;
  };

  close = () => {
    this.#opened = Math.max(0, this.#opened - 1);
  };

  /** @param {string} notificationId */
  markNotificationRead = (notificationId) => this.#client.insist('mark-notification-read', { notificationId });

  markAllNotificationsRead = () => this.#client.insist('mark-all-notifications-read', this.#client.userId ?? '');

  _resume() {
    if (this.#opened > 0) this.#load().catch(() => {});
  }

  _offline() {
    if (this.state.isLive) this._set({ isLive: false });
  }

  /** @param {NotificationPayload} notification a prepared one may lack an id, and is then not counted */
  _notified(notification) {
    this.#notificationEvents += 1;
    const isNew = !this.state.notifications.some(({ _id }) => _id && _id === notification._id);
    const counted = isNew && notification._id && !notification.isRead ? 1 : 0;
    this.#keep([notification], { unreadNotifications: this.state.unreadNotifications + counted });
  }

  /** @param {string | undefined} notificationId undefined: all @param {number} unread */
  _notificationRead(notificationId, unread) {
    this.#notificationEvents += 1;
    const notifications = this.state.notifications.map((each) =>
      notificationId === undefined || each._id === notificationId ? { ...each, isRead: true } : each,
    );
    this._set({ notifications, unreadNotifications: unread });
  }

  /** @param {MessageNotificationPayload} event */
  _messageFor({ chatId, message, unreadCount }) {
    this.#update(chatId, message, unreadCount);
  }

  /** @param {MessagePayload} message of a chat that is joined */
  _message(message) {
    this.#update(message.chatId, message);
  }

  /** @param {MessagesReadPayload} receipt */
  _read({ chatId, userId, upToSeq, readCount }) {
    if (userId !== this.#client.userId) return;
    this.#chatEvents += 1;
    const known = this.state.chats.find(({ _id }) => _id === chatId);
    if (!known) return;
    const left = upToSeq >= (known.lastMessage?.seq ?? 0) ? 0 : Math.max(0, known.unread - readCount);
    this.#put([{ ...known, unread: left }]);
  }

  async #load() {
    await Promise.all([
      untilCurrent(() => this.#chatEvents, () => this.#loadChats()),
      untilCurrent(() => this.#notificationEvents, () => this.#loadNotifications()),
    ]);
    this._set({ isLive: true });
  }

  async #loadChats() {
    if (!this.#client.hasApi) return;
    const userId = encodeURIComponent(await this.#client.identified());
    const { chats } = await this.#client.rest('GET', `/api/chats?userId=${userId}&limit=${CHATS}`);
    this.#put(chats);
  }

  /** The room is joined first, so that nothing is missed between the two. */
  async #loadNotifications() {
    const userId = await this.#client.identified();
    let reply;
    do {
      reply = await this.#client.insist('join-notifications', userId);
      this.#keep([...reply.notifications].reverse(), { unreadNotifications: reply.unread });
    } while (reply.hasMore);
    if (!this.#client.hasApi) return;
    const page = await this.#client.rest('GET', `/api/notifications?userId=${encodeURIComponent(userId)}&limit=${CHATS}`);
    this.#keep(page.notifications, { unreadNotifications: page.unread });
  }

  /** @param {string} chatId @param {MessagePayload} message @param {number} [unread] */
  #update(chatId, message, unread) {
    this.#chatEvents += 1;
    const known = this.state.chats.find(({ _id }) => _id === chatId) ?? { _id: chatId, unread: 0 };
    if (message.seq <= (known.lastMessage?.seq ?? 0) && unread === undefined) return;
    const isNewer = message.seq >= (known.lastMessage?.seq ?? 0);
    this.#put([
      {
        ...known,
        unread: isNewer && unread !== undefined ? unread : known.unread,
        lastMessage: isNewer ? message : known.lastMessage,
      },
    ]);
  }

  /** @param {InboxChat[]} changed */
  #put(changed) {
    const chats = new Map(this.state.chats.map((chat) => [chat._id, chat]));
    changed.forEach((chat) => chats.set(chat._id, { ...chats.get(chat._id), ...chat }));
    const newestFirst = [...chats.values()].sort((a, b) => (timeOf(b) > timeOf(a) ? 1 : -1)).slice(0, MOST_KEPT);
    this._set({ chats: newestFirst, unread: newestFirst.reduce((sum, { unread }) => sum + unread, 0) });
  }

  /** @param {NotificationPayload[]} added newest first @param {Partial<InboxState>} change */
  #keep(added, change) {
    const ids = new Set(added.map(({ _id }) => _id));
    const others = this.state.notifications.filter(({ _id }) => !_id || !ids.has(_id));
    const notifications = [...added, ...others]
      .sort((a, b) => ((b.createdAt ?? '') > (a.createdAt ?? '') ? 1 : -1))
      .slice(0, MOST_KEPT);
    this._set({ ...change, notifications });
  }
}

/**
 * Loads once more when an event arrived meanwhile, a bounded number of times.
 * @param {() => number} events @param {() => Promise<void>} load
 */
async function untilCurrent(events, load) {
  let before;
  for (let loads = 0; before !== events() && loads < MOST_LOADS; loads += 1) {
    before = events();
    await load();
  }
}

/** @param {InboxChat} chat */
const timeOf = ({ lastMessage, updatedAt }) => lastMessage?.createdAt ?? updatedAt ?? '';
