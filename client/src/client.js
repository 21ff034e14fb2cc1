/** @import { Socket } from 'socket.io-client' */
/** @import { ClientToServerEvents, PayloadOf, ReplyOf, ServerToClientEvents } from '../events.js' */
import { Chat } from './chat.js';
import { ParleyError } from './error.js';
import { Inbox } from './inbox.js';
import { Presence } from './presence.js';
import { rest } from './rest.js';
import { retryDelay } from './retry.js';
import { Store } from './store.js';
import { Tokens } from './tokens.js';

const REPLY_MS = 8_000;
const CONNECT_MS = 10_000;
const REFRESH_AGAIN_MS = 5_000;
/** Clients that were told to resync at the same time read the history at different times. */
const RESYNC_SPREAD_MS = 500;

/**
 * @typedef {{
 *   token?: string, getToken?: () => string | Promise<string>, userId?: string, api?: string, autoConnect?: boolean,
 *   socket?: Partial<import('socket.io-client').ManagerOptions & import('socket.io-client').SocketOptions>,
 * }} ConnectOptions
 * `getToken` is called for the first token and before each expires. `userId` is needed without a token, and where the user is not
 * the token's `sub`. `api` is the address of the REST API. `socket` has more options of socket.io-client.
 * @typedef {{ status: 'connecting' | 'online' | 'offline' | 'refused', userId?: string, url: string, error?: Error & { code?: string } }} ClientState
 * `offline`: it reconnects by itself, unless `disconnect` was called; `refused`: the server does not accept this user.
 * @typedef {(url: string, options: object) => Socket} Connector
 */

/**
 * The connection of one user. It reconnects, identifies the user, and brings chats, presence and inbox up to date each time.
 * @extends {Store<ClientState>}
 */
export class ParleyClient extends Store {
  #urls;
  #options;
  #tokens;
  #api;
  /** @type {Map<string, Chat>} */
  #chats = new Map();
  /** The server's clock minus this one. */
  #clockSkew = 0;
  #isWanted = false;
  #isClosed = false;
  #attempts = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reconnect;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #refresh;

  /**
   * @param {Connector} io of socket.io-client
   * @param {string | string[]} url of a load balancer, or those of the nodes
   * @param {ConnectOptions} [options]
   */
  constructor(io, url, options = {}) {
    const urls = [url].flat();
    super({ status: 'offline', userId: options.userId, url: urls[0] });
    this.#urls = urls;
    this.#options = options;
    this.#api = options.api;
    this.#tokens = new Tokens(options);
    this.presence = new Presence(this);
    this.inbox = new Inbox(this);
    /** The socket of socket.io-client. @type {Socket<ServerToClientEvents, ClientToServerEvents>} */
    this.socket = io(urls[0], {
      timeout: CONNECT_MS,
      ...options.socket,
      forceNew: true,
      autoConnect: false,
      auth: (/** @type {(auth: object) => void} */ send) => this.#authenticate(send),
    });
    this.#listen();
    if (options.autoConnect !== false) this.connect();
  }

  get userId() {
    return this.state.userId;
  }

  get hasApi() {
    return this.#api !== undefined;
  }

  connect = () => {
    this.#isWanted = true;
    if (this.socket.active) return;
    this._set({ status: 'connecting', error: undefined });
    this.socket.connect();
  };

  /** Closes the connection and keeps the state; messages wait until `connect`. */
  disconnect = () => {
    this.#isWanted = false;
    clearTimeout(this.#reconnect);
    this.socket.disconnect();
    this.#offline();
  };

  /** Connects to this address, of another node. @param {string} url */
  moveTo = (url) => {
    this.#isWanted = true;
    this.socket.disconnect();
    this.#use(url);
    this.connect();
  };

  /** Ends the client. What waits fails with `closed`. */
  close = () => {
    this.#isClosed = true;
    this.disconnect();
    this._set({});
  };

  /** @param {string} chatId @returns {Chat} the same object for the same id */
  chat = (chatId) => {
    const chat = this.#chats.get(chatId) ?? new Chat(this, chatId);
    this.#chats.set(chatId, chat);
    return chat;
  };

  /**
   * The chat of these two users and this context, created when there is none. Needs the option `api`.
   * @param {{ client: string, provider: string, context?: string }} parties
   */
  openChat = async (parties) => this.chat((await this.rest('POST', '/api/chats', parties))._id);

  /**
   * Emits an event once. Completes with the reply; fails with a `ParleyError`.
   * @template {keyof ClientToServerEvents} E
   * @param {E} event
   * @param {PayloadOf<E>} payload
   * @returns {Promise<ReplyOf<E>>}
   */
  async request(event, payload) {
    if (this.state.status !== 'online') throw new ParleyError({ code: 'disconnected', message: `${event}: offline` });
    return this.#ask(event, payload);
  }

  /**
   * Emits an event until it is answered: waits while the client is offline, and repeats what timed out or met an unavailable store.
   * @template {keyof ClientToServerEvents} E
   * @param {E} event
   * @param {PayloadOf<E>} payload
   * @returns {Promise<ReplyOf<E>>}
   */
  async insist(event, payload) {
    for (let attempt = 0; ; attempt += 1) {
      await this.#online();
      try {
        return await this.request(event, payload);
      } catch (error) {
        const delay = retryDelay(/** @type {ParleyError} */ (error), attempt);
        if (delay === undefined || this.#isClosed) throw error;
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  /**
   * A REST request as this user. Needs the option `api`.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async rest(method, path, body) {
    if (this.#api === undefined) throw new ParleyError({ code: 'disconnected', message: 'the option api is missing' });
    return rest(this.#api, await this.#tokens.get(), method, path, body);
  }

  /** The user's id, as soon as the server knows it. */
  async identified() {
    await this.#online();
    return /** @type {string} */ (this.userId);
  }

  #listen() {
    const { socket } = this;
    const chatOf = (/** @type {{ chatId: string }} */ event) => this.#chats.get(event.chatId);
    socket.on('connect', () => this.#identify());
    socket.on('disconnect', (reason) => this.#disconnected(reason));
    socket.on('connect_error', (error) => this.#refused(/** @type {any} */ (error)));
    socket.on('new-message', (message) => {
      chatOf(message)?._receive([message]);
      this.inbox._message(message);
    });
    socket.on('message-notification', (event) => {
      chatOf(event)?._receive([event.message]);
      this.inbox._messageFor(event);
    });
    socket.on('messages-delivered', (receipt) => chatOf(receipt)?._delivered(receipt));
    socket.on('messages-read', (receipt) => {
      chatOf(receipt)?._read(receipt);
      this.inbox._read(receipt);
    });
    socket.on('user-typing', (event) => chatOf(event)?._typing(event));
    socket.on('user-status-changed', (change) => this.presence._changed(change));
    socket.on('new-notification', (notification) => this.inbox._notified(notification));
    socket.on('notification-read', ({ notificationId, unread }) => this.inbox._notificationRead(notificationId, unread));
    socket.on('all-notifications-read', ({ unread }) => this.inbox._notificationRead(undefined, unread));
    socket.on('resync', () => setTimeout(() => this.#resume(), Math.random() * RESYNC_SPREAD_MS));
    socket.on('server-draining', ({ reconnectAfterMs }) => this.#move(reconnectAfterMs));
    socket.on('error', ({ code }) => code === 'token_expired' && this.#tokens.drop());
  }

  /** @param {(auth: object) => void} send */
  async #authenticate(send) {
    try {
      const token = await this.#tokens.get();
      send(token ? { token } : {});
    } catch (cause) {
      this.socket.disconnect();
      this.#retry(new ParleyError({ code: 'no_token', message: `getToken failed: ${cause}` }));
    }
  }

  async #identify() {
    const { id } = this.socket;
    this._set({ status: 'connecting', error: undefined });
    const userId = this.#options.userId ?? this.#tokens.claims.sub ?? '';
    for (let attempt = 0; this.socket.id === id && this.socket.connected; attempt += 1) {
      try {
        this.#entered(await this.#ask('user-join', userId));
        return;
      } catch (error) {
        const delay = retryDelay(/** @type {ParleyError} */ (error), attempt);
        if (delay === undefined) {
          this.#isWanted = false;
          this.socket.disconnect();
          this._set({ status: 'refused', error: /** @type {ParleyError} */ (error) });
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  /** @param {ReplyOf<'user-join'>} reply */
  #entered({ userId, serverTime }) {
    this.#attempts = 0;
    this.#clockSkew = Date.parse(serverTime) - Date.now();
    this._set({ status: 'online', userId });
    this.#scheduleRefresh();
    this.#resume();
  }

  #resume() {
    if (this.state.status !== 'online') return;
    this.#chats.forEach((chat) => chat._resume());
    this.presence._resume();
    this.inbox._resume();
  }

  /** @param {string} reason */
  #disconnected(reason) {
    this.#offline();
    // The library reconnects by itself, but for this reason: a token that expired, a back end that disconnected the user.
    if (reason === 'io server disconnect') this.#retry();
  }

  #offline() {
    clearTimeout(this.#refresh);
    if (this.state.status !== 'refused') this._set({ status: this.#isWanted ? 'connecting' : 'offline' });
    this.#chats.forEach((chat) => chat._offline());
    this.inbox._offline();
  }

  /** @param {Error & { data?: { code?: string } }} error */
  #refused(error) {
    const code = error.data?.code;
    if (this.socket.active) {
      this._set({ error });
      this.#use(this.#nextUrl());
    } else if (code?.startsWith('token_') && !this.#tokens.canRefresh) {
      this._set({ status: 'refused', error: Object.assign(error, { code }) });
    } else {
      this.#tokens.drop();
      this.#retry(error);
    }
  }

  /** @param {Error} [error] */
  #retry(error) {
    if (!this.#isWanted) return;
    this._set({ status: 'connecting', error });
    this.#attempts += 1;
    clearTimeout(this.#reconnect);
    this.#reconnect = setTimeout(this.connect, Math.min(30_000, 250 * 2 ** this.#attempts) * (0.5 + Math.random()));
  }

  /** The node drains: reconnects after the told time, to another where there is one. @param {number} afterMs */
  #move(afterMs) {
    const { id } = this.socket;
    setTimeout(() => {
      if (this.socket.id === id && this.#isWanted) this.moveTo(this.#nextUrl());
    }, afterMs);
  }

  #nextUrl() {
    return this.#urls[(this.#urls.indexOf(this.state.url) + 1) % this.#urls.length];
  }

  /** @param {string} url of the next connection */
  #use(url) {
    /** @type {any} */ (this.socket.io).uri = url;
    this._set({ url });
  }

  #scheduleRefresh() {
    clearTimeout(this.#refresh);
    const after = this.#tokens.refreshIn(Date.now() + this.#clockSkew);
    if (after !== undefined) this.#refresh = setTimeout(() => this.#refreshToken(), after);
  }

  async #refreshToken() {
    try {
      const token = await this.#tokens.refresh();
      await this.request('refresh-token', { token: /** @type {string} */ (token) });
      this.#scheduleRefresh();
    } catch (error) {
      // Offline: the next connection begins with the token that is current then.
      if (this.state.status !== 'online') return;
      this._set({ error: /** @type {Error} */ (error) });
      this.#refresh = setTimeout(() => this.#refreshToken(), REFRESH_AGAIN_MS);
    }
  }

  /**
   * @template {keyof ClientToServerEvents} E
   * @param {E} event
   * @param {PayloadOf<E>} payload
   * @returns {Promise<ReplyOf<E>>}
   */
  async #ask(event, payload) {
    let reply;
    try {
      reply = await /** @type {any} */ (this.socket).timeout(REPLY_MS).emitWithAck(event, payload);
    } catch {
      const code = this.socket.connected ? 'timeout' : 'disconnected';
      throw new ParleyError({ code, message: `${event}: no reply` });
    }
    if (reply.ok) return reply;
    throw new ParleyError(reply.error);
  }

  /** Completes as soon as the client is online; fails when it is closed or refused. @returns {Promise<void>} */
  #online() {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#isClosed) end(() => reject(new ParleyError({ code: 'closed', message: 'the client is closed' })));
        else if (this.state.status === 'online') end(resolve);
        else if (this.state.status === 'refused') end(() => reject(this.state.error));
      };
      const end = (/** @type {() => void} */ then) => {
        unsubscribe();
        then();
      };
      const unsubscribe = this.subscribe(look);
      look();
    });
  }
}
