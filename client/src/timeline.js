/** @import { MessagePayload } from '../events.js' */

const MOST_AHEAD = 1_000;
/** Messages that are read again on a catch-up, for receipts that were missed. */
const MOST_BEHIND = 100;

/**
 * The messages of a chat in the order of `seq`, each once, without a hole. A message that is ahead of a hole is kept back until
 * the hole is filled.
 */
export class Timeline {
  /** @type {MessagePayload[]} */
  #messages = [];
  /** @type {Map<number, MessagePayload>} */
  #ahead = new Map();
  /** The number that the next message must have. @type {number | undefined} */
  #next;

  /** Without holes, ascending. Not to be changed. */
  get messages() {
    return this.#messages;
  }

  get isOpen() {
    return this.#next !== undefined;
  }

  get firstSeq() {
    return this.#messages[0]?.seq ?? this.#next ?? 1;
  }

  get lastSeq() {
    return (this.#next ?? 1) - 1;
  }

  get hasHole() {
    return this.isOpen && this.#ahead.size > 0;
  }

  /**
   * Begins with the newest page of the history.
   * @param {MessagePayload[]} page ascending
   * @param {number} lastSeq of the chat
   */
  open(page, lastSeq) {
    this.#next ??= page[0]?.seq ?? lastSeq + 1;
    this.add(page);
  }

  /** @param {MessagePayload[]} messages in any order, known ones too */
  add(messages) {
    this.#messages = [...this.#messages];
    for (const message of messages) {
      if (this.#next === undefined || message.seq > this.#next) this.#keep(message);
      else if (message.seq < this.#next) this.#merge(message);
      else this.#append(message);
    }
    for (let next; (next = this.#ahead.get(this.lastSeq + 1)) && this.isOpen; ) this.#append(next);
  }

  /** @param {MessagePayload[]} older the page before the first message, ascending */
  prepend(older) {
    const { firstSeq } = this;
    this.#messages = [...older.filter(({ seq }) => seq < firstSeq), ...this.#messages];
  }

  /**
   * Marks the messages to a user.
   * @param {string} receiver
   * @param {number} upToSeq
   * @param {Partial<MessagePayload>} receipt
   */
  mark(receiver, upToSeq, receipt) {
    this.#messages = this.#messages.map((message) =>
      message.receiver === receiver && message.seq <= upToSeq && !message.isRead ? { ...message, ...receipt } : message,
    );
  }

  /**
   * The `afterSeq` of a catch-up: behind the first message of the user that was not read when last heard of.
   * @param {string | undefined} sender
   */
  catchUpFrom(sender) {
    const recent = this.#messages.slice(-MOST_BEHIND);
    const unread = recent.find((message) => message.sender === sender && !message.isRead);
    return unread ? unread.seq - 1 : this.lastSeq;
  }

  /** @param {MessagePayload} message */
  #append(message) {
    this.#ahead.delete(message.seq);
    this.#messages.push(message);
    this.#next = message.seq + 1;
  }

  /** What does not fit is read from the history. @param {MessagePayload} message */
  #keep(message) {
    if (this.#ahead.size < MOST_AHEAD) this.#ahead.set(message.seq, message);
  }

  /** A receipt that is known stays. @param {MessagePayload} message */
  #merge(message) {
    const index = message.seq - this.firstSeq;
    const known = this.#messages[index];
    if (!known) return;
    this.#messages[index] = {
      ...known,
      ...message,
      delivered: known.delivered || message.delivered,
      isRead: known.isRead || message.isRead,
    };
  }
}
