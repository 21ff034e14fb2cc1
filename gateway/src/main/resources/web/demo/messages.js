import { clock, element, isolated } from './dom.js';

const TICKS = {
  sending: ['◷', 'waiting'],
  sent: ['✓', 'sent'],
  delivered: ['✓✓', 'delivered'],
  read: ['✓✓', 'read'],
};
const OFFER = /^Offer: /;
const NEAR_END_PX = 80;

/** The list of messages. A row is added or changed alone, so that a screen reader announces what is new. */
export class MessageList {
  #rows = new Map();
  #list;
  #actions;

  /** @param actions `retry`, `discard`, `explain`, `book` */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
  }

  show(messages, stage) {
    const wasAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_END_PX;
    const keys = new Set(messages.map(({ key }) => key));
    for (const [key, { row }] of this.#rows) if (!keys.has(key)) this.#remove(key, row);
    let previous = null;
    for (const message of messages) previous = this.#place(message, previous, stage);
    if (wasAtEnd || messages.at(-1)?.status === 'sending') this.#list.scrollTop = this.#list.scrollHeight;
  }

  #place(message, previous, stage) {
    const known = this.#rows.get(message.key);
    const row = known?.row ?? element('li', {}, element('div'), element('small'));
    if (known?.message !== message || known?.stage !== stage) this.#draw(row, message, stage, known);
    const place = previous ? previous.nextSibling : this.#list.firstChild;
    if (place !== row) this.#list.insertBefore(row, place);
    this.#rows.set(message.key, { row, message, stage });
    return row;
  }

  #remove(key, row) {
    row.remove();
    this.#rows.delete(key);
  }

  #draw(row, message, stage, known) {
    const { content, messageType, isMine, status } = message;
    row.className = messageType === 'system' ? 'system' : isMine ? `mine ${status}` : 'theirs';
    const [text, about] = row.children;
    if (!known) text.append(messageType === 'custom' && !content ? element('code', { text: JSON.stringify(message.data) }) : isolated(content));
    about.replaceChildren(...this.#about(message));
    row.querySelector('p')?.remove();
    const actions = this.#actionsOf(message, stage);
    if (actions.length > 0) row.append(element('p', {}, ...actions));
  }

  #about({ createdAt, isMine, status, error, masked }) {
    const parts = [element('time', { text: clock(createdAt), dateTime: createdAt })];
    if (masked) parts.push(element('span', { text: `${masked.join(', ')} masked` }));
    if (status === 'failed') return [element('span', { text: `not sent: ${error.message}` })];
    if (!isMine) return parts;
    const [tick, meaning] = TICKS[status];
    const ticks = element('span', { text: tick, className: 'ticks', ariaHidden: 'true' });
    return [...parts, ticks, element('span', { text: meaning, className: status === 'read' ? '' : 'hidden' })];
  }

  #actionsOf({ key, content, isMine, status }, stage) {
    const { retry, discard, explain, book } = this.#actions;
    if (status === 'failed') {
      return [button('Why?', () => explain(content)), button('Send again', () => retry(key)), button('Discard', () => discard(key))];
    }
    return OFFER.test(content) && !isMine && stage === 'inquiry' ? [button('Book it', book, '')] : [];
  }
}

function button(text, act, className = 'plain') {
  const made = element('button', { text, type: 'button', className });
  made.addEventListener('click', act);
  return made;
}
