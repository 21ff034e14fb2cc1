import { NodePanel } from './node-panel.js';
import { findNodes } from './nodes.js';
import { Person } from './person.js';

const nodes = await findNodes();
let context = 'demo';
const left = new Person({ name: 'anna', role: 'client', nodes, nodeIndex: 0, startDeal });
const right = new Person({ name: 'boris', role: 'provider', nodes, nodeIndex: nodes.length - 1, startDeal });

/** In the chat of the two as they are called now. */
async function meet() {
  await left.meet(right, context);
  await right.meet(left, context);
}

function startDeal() {
  context = `demo-${Date.now()}`;
  meet();
}

for (const person of [left, right]) {
  const connect = () => {
    person.connect();
    meet();
  };
  person.$('.who').addEventListener('submit', (event) => {
    event.preventDefault();
    connect();
  });
  person.form.user.addEventListener('change', () => person.form.user.reportValidity() && connect());
  person.connect();
}
if (nodes[0].state) {
  new NodePanel(document.querySelector('.nodes'), nodes, () => {
    left.showNodes();
    right.showNodes();
  });
}
await meet();

// For tests, and for trying things in the console of the browser.
Object.assign(window, { left, right });
