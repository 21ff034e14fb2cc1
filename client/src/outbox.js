/** @import { MessagePayload, SendMessagePayload } from '../events.js' */
/** @import { ParleyClient } from './client.js' */
import { ParleyError } from './error.js';

/**
 * @typedef {Omit<SendMessagePayload, 'chatId' | 'clientMessageId'>} Draft
 * @typedef {Draft & {
 *   clientMessageId: string, createdAt: string, status: 'sending' | 'sent' | 'failed', error?: ParleyError,
 *   resolve: (message: MessagePayload) => void, reject: (error: ParleyError) => void,
 * }} Unsent
 */

/** The messages of a chat that are not in its timeline yet. Sent one after the other, in order; offline they wait. */
export class Outbox {
  /** @type {Unsent[]} */
  entries = [];
  #client;
  #chatId;
  #changed;
  #isSending = false;

  /**
   * @param {ParleyClient} client
   * @param {string} chatId
   * @param {(stored?: MessagePayload) => void} changed
   */
  constructor(client, chatId, changed) {
    this.#client = client;
    this.#chatId = chatId;
    this.#changed = changed;
  }

  /**
   * Completes when the message is stored; fails when it is refused or discarded.
   * @param {Draft} draft
   * @returns {Promise<MessagePayload>}
   */
  add(draft) {
    /** @type {Promise<MessagePayload>} */
    const stored = new Promise((resolve, reject) => {
      const clientMessageId = randomId();
      const createdAt = new Date().toISOString();
      this.entries.push({ ...draft, clientMessageId, createdAt, status: 'sending', resolve, reject });
    });
    // The state tells of a refusal as well, so a caller may ignore the result.
    stored.catch(() => {});
    this.#changed();
    this.#flush();
    return stored;
  }

  /** Sends a failed message again, after those that wait. @param {string} clientMessageId */
  retry(clientMessageId) {
    const entry = this.#take(clientMessageId, 'failed');
    if (!entry) return;
    this.entries.push({ ...entry, status: 'sending', error: undefined });
    this.#changed();
    this.#flush();
  }

  /** Removes a failed message. @param {string} clientMessageId */
  discard(clientMessageId) {
    if (this.#take(clientMessageId, 'failed')) this.#changed();
  }

  /** Removes messages that the timeline shows. @param {(clientMessageId: string) => boolean} isShown */
  settle(isShown) {
    this.entries = this.entries.filter((entry) => entry.status !== 'sent' || !isShown(entry.clientMessageId));
  }

  async #flush() {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let entry; (entry = this.entries.find(({ status }) => status === 'sending')); ) await this.#send(entry);
    this.#isSending = false;
  }

  /** @param {Unsent} entry */
  async #send(entry) {
    const { content, messageType, media, clientMessageId } = entry;
    const command = { chatId: this.#chatId, content, messageType, media, clientMessageId };
    try {
      const { message } = await this.#client.insist('send-message', command);
      entry.status = 'sent';
      entry.resolve(message);
      this.#changed(message);
    } catch (error) {
      entry.status = 'failed';
      entry.error = /** @type {ParleyError} */ (error);
      entry.reject(entry.error);
      this.#changed();
    }
  }

  /** @param {string} clientMessageId @param {string} status */
  #take(clientMessageId, status) {
    const entry = this.entries.find((each) => each.clientMessageId === clientMessageId && each.status === status);
    this.entries = this.entries.filter((each) => each !== entry);
    return entry;
  }
}

/** Not `crypto.randomUUID`, which a page without HTTPS does not have. */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
