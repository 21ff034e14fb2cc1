import { element, isolated, precisely } from './dom.js';

const MOST_LINES = 200;
const view = document.querySelector('.wire');
const lines = view.querySelector('ol');

view.querySelector('.clear').addEventListener('click', () => lines.replaceChildren());

/** Adds a line: who, whether it was sent or received, the event, the node that it came through, the payload. */
function note(person, way, event, payload) {
  const isSent = way === 'sent';
  const arrow = element('span', { text: isSent ? '↑' : '↓', className: way, title: way });
  const about = [
    element('time', { text: precisely() }),
    isolated(person.name),
    arrow,
    element('b', { text: event }),
    element('i', { text: person.nodeName }),
    element('code', { text: JSON.stringify(payload) ?? '' }),
  ];
  lines.prepend(element('li', { data: { role: person.role } }, ...about));
  while (lines.childElementCount > MOST_LINES) lines.lastElementChild.remove();
}

/** Shows every event of a person's socket. */
export function tap(person, { socket }) {
  socket.onAnyOutgoing((event, payload) => note(person, 'sent', event, event === 'refresh-token' ? '…' : payload));
  socket.onAny((event, payload) => note(person, 'received', event, payload));
  socket.on('connect', () => note(person, 'received', 'connect', { id: socket.id }));
  socket.on('disconnect', (reason) => note(person, 'received', 'disconnect', reason));
}
