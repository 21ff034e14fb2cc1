import { element, isolated, precisely } from './dom.js';

const MOST_LINES = 200;
const view = document.querySelector('.wire');
const lines = view.querySelector('ol');

view.querySelector('.clear').addEventListener('click', () => lines.replaceChildren());

/** Adds a line: who, whether it was sent or received, the event, the node that it came through, the payload. */
function note(person, way, event, payload) {
  const arrow = element('span', { text: way === 'sent' ? '↑' : '↓', className: way, title: way });
  add(person.role, isolated(person.name), arrow, event, person.nodeName, payload);
}

/** Adds a line: what happens to a node. */
export function noteNode(name, event, payload) {
  add('node', isolated('process'), element('span', { text: '•' }), event, name, payload);
}

function add(role, who, sign, event, nodeName, payload) {
  const about = [
    element('time', { text: precisely() }),
    who,
    sign,
    element('b', { text: event }),
    element('i', { text: nodeName }),
    element('code', { text: JSON.stringify(payload) ?? '' }),
  ];
  lines.prepend(element('li', { data: { role } }, ...about));
  while (lines.childElementCount > MOST_LINES) lines.lastElementChild.remove();
}

/** Shows every event of a person's socket. */
export function tap(person, { socket }) {
  socket.onAnyOutgoing((event, payload) => note(person, 'sent', event, event === 'refresh-token' ? '…' : payload));
  socket.onAny((event, payload) => note(person, 'received', event, payload));
  socket.on('connect', () => note(person, 'received', 'connect', { id: socket.id }));
  socket.on('disconnect', (reason) => note(person, 'received', 'disconnect', reason));
}
