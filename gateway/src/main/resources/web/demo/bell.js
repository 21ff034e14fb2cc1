import { clock, element, isolated } from './dom.js';

/** The bell of one person: the number of unread notifications, and the list that it opens. */
export class Bell {
  #view;

  /** @param send sends this person a notification */
  constructor(view, { inbox, send }) {
    this.#view = view;
    const [opener, notes] = [view.querySelector('button'), view.querySelector('.notes')];
    opener.onclick = () => this.#open(notes.hidden);
    view.onkeydown = ({ key }) => {
      if (key === 'Escape' && !notes.hidden) {
        this.#open(false);
        opener.focus();
      }
    };
    view.onfocusout = ({ relatedTarget }) => relatedTarget && !view.contains(relatedTarget) && this.#open(false);
    view.querySelector('.notify').onclick = send;
    view.querySelector('.read-all').onclick = () => inbox.markAllNotificationsRead().catch(() => {});
    inbox.subscribe((state) => this.#show(state, inbox));
    this.#show(inbox.state, inbox);
  }

  #open(isOpen) {
    this.#view.querySelector('.notes').hidden = !isOpen;
    this.#view.querySelector('button').ariaExpanded = String(isOpen);
  }

  #show({ notifications, unreadNotifications }, inbox) {
    const count = this.#view.querySelector('b');
    count.textContent = unreadNotifications;
    count.hidden = unreadNotifications === 0;
    const none = element('li', { text: 'Nothing yet.', className: 'none' });
    const items = notifications.map((note) => itemOf(note, inbox));
    this.#view.querySelector('ul').replaceChildren(...(items.length > 0 ? items : [none]));
  }
}

function itemOf({ _id, title, body, isRead, createdAt }, inbox) {
  const about = [isolated(title ?? ''), isolated(body ?? '')];
  if (createdAt) about.push(element('time', { text: clock(createdAt) }));
  const made = element('button', { type: 'button', className: isRead ? 'read' : 'unread' }, ...about);
  made.onclick = () => _id && inbox.markNotificationRead(_id).catch(() => {});
  return element('li', {}, made);
}
