/** @import { MessagePayload, MessagesDeliveredPayload, MessagesReadPayload, ReplyOf, UserTypingPayload } from '../events.js' */
/** @import { ParleyClient } from './client.js' */
/** @import { Draft } from './outbox.js' */
import { ParleyError } from './error.js';
import { Outbox } from './outbox.js';
import { Store } from './store.js';
import { Timeline } from './timeline.js';
import { OwnTyping, Typists } from './typing.js';

const PAGE = 100;
const OLDER = 50;
/** What two nodes publish may arrive in either order: a hole is often closed by the next event. */
const HOLE_MS = 300;

/**
 * @typedef {'sending' | 'failed' | 'sent' | 'delivered' | 'read'} MessageStatus
 * @typedef {Partial<Omit<MessagePayload, 'media'>> & Pick<MessagePayload, 'chatId' | 'sender' | 'content' | 'messageType' | 'createdAt'> & {
 *   key: string, isMine: boolean, status: MessageStatus, media: (MessagePayload['media'][number] | string)[], error?: ParleyError,
 * }} ChatMessage `key` stays the same from the draft to the stored message
 * @typedef {{
 *   chatId: string, isLive: boolean, messages: ChatMessage[], unread: number, typing: string[], hasOlder: boolean, error?: ParleyError,
 * }} ChatState `messages` in order, each once, without holes; the user's unsent ones last
 */

/**
 * One chat of the user. `state.messages` is what the application shows.
 * @extends {Store<ChatState>}
 */
export class Chat extends Store {
  #client;
  #timeline = new Timeline();
  /** @type {WeakMap<MessagePayload, ChatMessage>} */
  #views = new WeakMap();
  #outbox;
  #own;
  #typists;
  #joins = 0;
  /** Up to where this client has asked to mark as read. */
  #readUpTo = 0;
  /** Up to where a receipt says that the user has read, on any device. */
  #confirmedRead = 0;
  /** @type {Promise<void> | undefined} */
  #catchingUp;
  #isStale = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hole;

  /** @param {ParleyClient} client @param {string} chatId */
  constructor(client, chatId) {
    super({ chatId, isLive: false, messages: [], unread: 0, typing: [], hasOlder: false });
    this.#client = client;
    this.#own = new OwnTyping(client, chatId);
    this.#typists = new Typists(() => this._set({ typing: this.#typists.userIds }));
    this.#outbox = new Outbox(client, chatId, (stored) => (stored ? this._receive([stored]) : this.#show()));
  }

  get id() {
    return this.state.chatId;
  }

  /**
   * Joins the chat and reads its newest messages. After each reconnect it is joined again and what was missed is read. Waits while
   * the client is offline; fails when the server refuses. Each `join` needs one `leave`.
   * @returns {Promise<ChatState>}
   */
  join = async () => {
    this.#joins += 1;
    if (!this.state.isLive) await this.#catchUp();
    return this.state;
  };

  leave = () => {
    this.#joins = Math.max(0, this.#joins - 1);
    // A component that is shown again at once joins before this.
    queueMicrotask(() => this.#joins === 0 && this.#end());
  };

  /**
   * Shows the message at once and sends it when those before it are sent. Completes with the stored message; a refusal is shown as
   * `status: 'failed'` with `error`.
   * @param {string | Draft} message
   * @returns {Promise<MessagePayload>}
   */
  send = (message) => {
    this.#own.forget();
    return this.#outbox.add(typeof message === 'string' ? { content: message } : message);
  };

  /** Sends a failed message again. @param {string} key */
  retry = (key) => this.#outbox.retry(key);

  /** Removes a failed message. @param {string} key */
  discard = (key) => this.#outbox.discard(key);

  /** To be called on each key. */
  typing = () => this.#own.key();

  /** Ends typing before it ends by itself. */
  stopTyping = () => this.#own.stop();

  /** Marks what the user has seen as read, offline as soon as the client is back. */
  markRead = async (upToSeq = this.#timeline.lastSeq) => {
    if (this.state.unread === 0 || upToSeq <= this.#readUpTo) return;
    this.#readUpTo = upToSeq;
    try {
      await this.#client.insist('mark-messages-read', { chatId: this.id, upToSeq });
    } catch (error) {
      this.#readUpTo = 0;
      throw error;
    }
  };

  /** Reads the page before the first message. */
  loadOlder = async () => {
    const last = this.#timeline.firstSeq - 1;
    if (!this.#timeline.isOpen || last < 1) return;
    const limit = Math.min(OLDER, last);
    const page = await this.#client.insist('join-chat', { chatId: this.id, afterSeq: last - limit, limit });
    this.#timeline.prepend(page.messages);
    this.#show();
  };

  /** Whether the server may still tell this user to send. */
  allowance = () => this.#client.insist('get-send-allowance', { chatId: this.id });

  /** After a reconnect or when events may have been missed. */
  _resume() {
    if (this.#joins > 0) this.#catchUp().catch(() => {});
  }

  _offline() {
    this.#typists.clear();
    if (this.state.isLive) this._set({ isLive: false, typing: [] });
  }

  /** @param {MessagePayload[]} messages that a live event or an acknowledgement carried */
  _receive(messages) {
    const { lastSeq } = this.#timeline;
    this.#timeline.add(messages);
    const arrived = this.#timeline.messages.filter((each) => each.seq > lastSeq && this.#isUnread(each));
    messages.forEach(({ sender }) => this.#typists.set(sender, false));
    if (this.#timeline.hasHole) this.#hole ??= setTimeout(() => this.#closeHole(), HOLE_MS);
    this.#show({ unread: this.state.unread + (this.#timeline.isOpen ? arrived.length : 0) });
  }

  /** @param {MessagesDeliveredPayload} receipt */
  _delivered({ userId, upToSeq, deliveredAt }) {
    this.#timeline.mark(userId, upToSeq, { delivered: true, deliveredAt });
    this.#show();
  }

  /** @param {MessagesReadPayload} receipt */
  _read({ userId, upToSeq, readAt, readCount }) {
    this.#timeline.mark(userId, upToSeq, { delivered: true, isRead: true, readAt });
    if (userId !== this.#client.userId) return this.#show();
    this.#confirmedRead = Math.max(this.#confirmedRead, upToSeq);
    const left = upToSeq >= this.#timeline.lastSeq ? 0 : Math.max(0, this.state.unread - readCount);
    this.#show({ unread: left });
  }

  /** @param {UserTypingPayload} event */
  _typing({ userId, isTyping }) {
    this.#typists.set(userId, isTyping);
  }

  /** One at a time; what is asked meanwhile is done once more afterwards. */
  #catchUp() {
    if (this.#catchingUp) {
      this.#isStale = true;
      return this.#catchingUp;
    }
    this.#catchingUp = this.#readMissed().finally(() => {
      this.#catchingUp = undefined;
      if (this.#joins === 0) this.#end();
      else if (this.#isStale) this._resume();
    });
    return this.#catchingUp;
  }

  async #readMissed() {
    try {
      await this.#client.identified();
      this.#isStale = false;
      const reply = this.#timeline.isOpen ? await this.#pagesAfter() : await this.#newestPage();
      this.#show({ isLive: true, unread: this.#unreadSince(reply), error: undefined });
    } catch (error) {
      this._set({ error: /** @type {ParleyError} */ (error) });
      throw error;
    }
  }

  /**
   * The reply counts up to its `lastSeq`. What arrived or was read while it was on its way is not in it.
   * @param {ReplyOf<'join-chat'>} reply
   */
  #unreadSince({ unread, lastSeq }) {
    const later = this.#timeline.messages.filter((message) => message.seq > lastSeq && this.#isUnread(message));
    return (this.#confirmedRead < lastSeq ? unread : 0) + later.length;
  }

  async #newestPage() {
    const reply = await this.#client.insist('join-chat', { chatId: this.id });
    this.#timeline.open(reply.messages, reply.lastSeq);
    return reply;
  }

  async #pagesAfter() {
    let afterSeq = this.#timeline.catchUpFrom(this.#client.userId);
    for (;;) {
      const reply = await this.#client.insist('join-chat', { chatId: this.id, afterSeq, limit: PAGE });
      this.#timeline.add(reply.messages);
      afterSeq += reply.messages.length;
      if (!reply.hasMore || reply.messages.length === 0) return reply;
    }
  }

  #closeHole() {
    this.#hole = undefined;
    if (this.#timeline.hasHole) this._resume();
  }

  #end() {
    if (!this.state.isLive) return;
    this.#own.stop();
    this._offline();
    this.#client.request('leave-chat', this.id).catch(() => {});
  }

  /** @param {MessagePayload} message */
  #isUnread({ sender, isRead }) {
    return sender !== this.#client.userId && !isRead;
  }

  /** @param {Partial<ChatState>} [change] */
  #show(change) {
    const unsent = this.#unsent().map((entry) => this.#draft(entry));
    const messages = [...this.#timeline.messages.map((message) => this.#stored(message)), ...unsent];
    this._set({ messages, hasOlder: this.#timeline.isOpen && this.#timeline.firstSeq > 1, ...change });
  }

  /** Without those that the timeline shows. */
  #unsent() {
    if (this.#outbox.entries.length === 0) return [];
    const shown = new Set(this.#timeline.messages.map(({ clientMessageId }) => clientMessageId));
    this.#outbox.settle((id) => shown.has(id));
    return this.#outbox.entries.filter(({ clientMessageId }) => !shown.has(clientMessageId));
  }

  /** The same object for the same message, so that a list is not rendered anew. @param {MessagePayload} message */
  #stored(message) {
    const view = this.#views.get(message) ?? this.#view(message);
    this.#views.set(message, view);
    return view;
  }

  /** A system message names both participants and is nobody's. @param {MessagePayload} message @returns {ChatMessage} */
  #view(message) {
    const isMine = message.sender === this.#client.userId && message.messageType !== 'system';
    const status = message.isRead ? 'read' : message.delivered ? 'delivered' : 'sent';
    return { ...message, key: (isMine && message.clientMessageId) || message._id, isMine, status };
  }

  /** @param {import('./outbox.js').Unsent} unsent @returns {ChatMessage} */
  #draft({ clientMessageId, content, messageType = 'text', media = [], createdAt, status, error }) {
    const sender = this.#client.userId ?? '';
    return { chatId: this.id, key: clientMessageId, clientMessageId, sender, content, messageType, media, createdAt, isMine: true, status, error };
  }
}
