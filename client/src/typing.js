/** @import { ParleyClient } from './client.js' */

/** The server ends typing 6 s after the last start. */
const REPEAT_MS = 3_000;
const IDLE_MS = 4_000;
const EXPIRY_MS = 7_000;

/** Tells the other side that this user types: at most one start in 3 s, and a stop after 4 s without a key. */
export class OwnTyping {
  #client;
  #chatId;
  #startedAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;

  /** @param {ParleyClient} client @param {string} chatId */
  constructor(client, chatId) {
    this.#client = client;
    this.#chatId = chatId;
  }

  key() {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS);
    if (Date.now() - this.#startedAt < REPEAT_MS) return;
    this.#startedAt = Date.now();
    this.#tell('typing-start');
  }

  stop() {
    if (this.forget()) this.#tell('typing-stop');
  }

  /** The server ends it by itself, when a message is sent. */
  forget() {
    clearTimeout(this.#idle);
    const wasTyping = this.#startedAt > 0;
    this.#startedAt = 0;
    return wasTyping;
  }

  /** @param {'typing-start' | 'typing-stop'} event */
  #tell(event) {
    this.#client.request(event, { chatId: this.#chatId }).catch(() => {});
  }
}

/** The other users who type. Each is forgotten 7 s after the last start, in case that the stop is lost. */
export class Typists {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  get userIds() {
    return [...this.#timers.keys()];
  }

  /** @param {string} userId @param {boolean} isTyping */
  set(userId, isTyping) {
    const wasTyping = this.#timers.has(userId);
    clearTimeout(this.#timers.get(userId));
    if (isTyping) this.#timers.set(userId, setTimeout(() => this.set(userId, false), EXPIRY_MS));
    else this.#timers.delete(userId);
    if (wasTyping !== isTyping) this.#changed();
  }

  clear() {
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
  }
}
