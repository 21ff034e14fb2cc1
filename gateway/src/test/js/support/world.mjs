import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { node, stage } from './stage.mjs';
import { token } from './tokens.mjs';
import { PATIENCE_MS } from './waiting.mjs';

/** Events of the client library itself, recorded like received events. */
const CONNECTION_EVENTS = ['connect_error', 'disconnect'];

/** A socket of a user, with every event that it has received. */
export class Device {
  #heard = [];
  #waiting = new Set();

  constructor(url, options) {
    // The client library does not read this variable of Node.js itself.
    const rejectUnauthorized = process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0';
    this.socket = io(url, { forceNew: true, reconnection: false, rejectUnauthorized, ...options });
    this.socket.onAny((event, ...args) => this.#note(event, args));
    for (const event of CONNECTION_EVENTS) {
      this.socket.on(event, (...args) => this.#note(event, args));
    }
    this.socket.on('connect', () => this.#note('connect', []));
  }

  #note(event, args) {
    this.#heard.push({ event, payload: args[0], args, taken: false });
    for (const look of this.#waiting) look();
  }

  /** The next matching event that has not been taken yet; waits for it. */
  next(event, matches = () => true, within = PATIENCE_MS) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#heard.find((entry) => !entry.taken && entry.event === event && matches(entry.payload));
        if (!found) return;
        found.taken = true;
        done(() => resolve(found.payload));
      };
      const done = (then) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        then();
      };
      const complain = () => reject(new Error(`no ${event} within ${within} ms; heard ${this.#summary()}`));
      const timer = setTimeout(() => done(complain), within);
      this.#waiting.add(look);
      look();
    });
  }

  /** The payloads of all matching events so far, taken or not. */
  all(event, matches = () => true) {
    return this.#heard.filter((entry) => entry.event === event && matches(entry.payload)).map((entry) => entry.payload);
  }

  /** Discards all received events. */
  forget() {
    this.#heard = [];
  }

  /** Emits an event, and completes with its acknowledgement. */
  ask(event, ...payload) {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, ...payload);
  }

  /** Emits without an acknowledgement. */
  tell(event, ...payload) {
    this.socket.emit(event, ...payload);
  }

  /** Emits an event that must be refused, and completes with the error. */
  async refusal(event, ...payload) {
    const answer = await this.ask(event, ...payload);
    if (answer?.ok !== false) throw new Error(`${event} was not refused: ${JSON.stringify(answer)}`);
    return answer.error;
  }

  /** Emits an event that must succeed, and completes with its acknowledgement. */
  async must(event, ...payload) {
    const answer = await this.ask(event, ...payload);
    if (answer?.ok !== true) throw new Error(`${event} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }

  async connected() {
    if (!this.socket.connected) await this.next('connect');
    return this;
  }

  close() {
    this.socket.disconnect();
  }

  #summary() {
    return JSON.stringify(this.#heard.map(({ event, payload }) => [event, payload])).slice(0, 2000);
  }
}

/** A user with an id, a role and, where the stage takes tokens, a token. */
export class Person {
  constructor(world, role, id = randomBytes(12).toString('hex')) {
    this.world = world;
    this.role = role;
    this.id = id;
    this.token = stage.auth === 'jwt' ? token({ sub: id, role }) : undefined;
  }

  /** A connected socket that has not sent `user-join`. */
  async connect(index = 0, options = {}) {
    return this.world.device(index, { auth: this.token ? { token: this.token } : undefined, ...options }).connected();
  }

  /** A socket that has joined as this user. */
  async on(index = 0, options = {}) {
    const device = await this.connect(index, options);
    await device.must('user-join', this.id);
    return device;
  }
}

/** The users, sockets and chats of one scenario. Scenarios share none. */
export class World {
  #devices = [];
  options = {};

  client(id) {
    return new Person(this, 'client', id);
  }

  provider(id) {
    return new Person(this, 'provider', id);
  }

  service() {
    return new Person(this, 'service', 'back-end');
  }

  device(index, options) {
    const device = new Device(node(index).socket, { transports: ['websocket'], ...this.options, ...options });
    this.#devices.push(device);
    return device;
  }

  /** A REST request, sent as a back-end service unless another caller is given. */
  async rest(method, path, body, { as = this.service(), index = 0, headers = {} } = {}) {
    const answer = await fetch(`${node(index).http}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as?.token ? { authorization: `Bearer ${as.token}` } : {}),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: type.includes('json') && text ? JSON.parse(text) : text };
  }

  async mustRest(method, path, body, options) {
    const answer = await this.rest(method, path, body, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Creates a chat of these two users, and completes with its id. */
  async chat(client, provider, context) {
    const chat = await this.mustRest('POST', '/api/chats', { client: client.id, provider: provider.id, context });
    return chat._id;
  }

  /** Ann on one node and Ben on another, both joined to their chat. */
  async conversation() {
    const ann = this.client();
    const ben = this.provider();
    const chatId = await this.chat(ann, ben);
    const [anns, bens] = await Promise.all([ann.on(0), ben.on(1)]);
    await Promise.all([anns.must('join-chat', chatId), bens.must('join-chat', chatId)]);
    return { ann, ben, chatId, anns, bens };
  }

  close() {
    for (const device of this.#devices) device.close();
  }
}

/** A test with its own world, which is cleaned up in any case. */
export function scenario(name, play, { skip = false, options = {}, timeout = 60_000 } = {}) {
  test(name, { skip, timeout }, async () => {
    const world = new World();
    world.options = options;
    try {
      await play(world);
    } finally {
      world.close();
    }
  });
}

/** Client options for each transport. */
export const transports = {
  websocket: { transports: ['websocket'] },
  polling: { transports: ['polling'] },
  upgrade: { transports: ['polling', 'websocket'] },
};
