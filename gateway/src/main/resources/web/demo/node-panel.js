import { element } from './dom.js';
import { nodesOfProcess, shortName } from './nodes.js';
import { noteNode } from './wire.js';

const LOOK_EVERY_MS = 2_000;
const LOOK_AGAIN_MS = 400;
const TOLD = {
  running: (name) => `${name} is running.`,
  killed: (name) => `${name} is killed: its connections are closed without a close packet. Its people reconnect to another node.`,
  starting: (name) => `${name} is starting.`,
};

/** The nodes of the process, each with its state and a button that kills it or starts it again. */
export class NodePanel {
  #nodes;
  #rows = new Map();
  #status;
  #changed;

  /** @param nodes that can be killed @param changed is called when the state of one has changed */
  constructor(view, nodes, changed) {
    this.#nodes = nodes;
    this.#status = view.querySelector('[role=status]');
    this.#changed = changed;
    for (const node of nodes) view.querySelector('ul').append(this.#row(node));
    view.hidden = false;
    this.#draw();
    this.#watch();
  }

  #row(node) {
    const name = shortName(node, this.#nodes);
    const [state, button] = [element('span', { className: 'is' }), element('button', { type: 'button', className: 'plain' })];
    button.onclick = () => this.#act(node);
    const row = element('li', {}, element('b', { text: name }), state, button);
    this.#rows.set(node, { row, state, button, name });
    return row;
  }

  async #act(node) {
    const action = node.state === 'killed' ? 'start' : 'kill';
    const another = this.#running().find((other) => other !== node);
    if (node.state === 'starting') return;
    try {
      if (!another) throw new Error('This is the last node that runs. Start another one first.');
      const answer = await fetch(`${another.api}/demo/nodes/${node.number}/${action}`, { method: 'POST' });
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.detail);
      noteNode(shortName(node, this.#nodes), action, { nodeId: body.nodeId });
      this.#take(node, body);
    } catch (error) {
      this.#status.textContent = error.message;
    }
  }

  /** Also shows what another page or a program does. */
  async #watch() {
    const isStarting = this.#nodes.some(({ state }) => state === 'starting');
    await new Promise((resolve) => setTimeout(resolve, isStarting ? LOOK_AGAIN_MS : LOOK_EVERY_MS));
    if (!document.hidden) await this.#look();
    this.#watch();
  }

  async #look() {
    for (const { api } of this.#running()) {
      const found = await nodesOfProcess(api).catch(() => []);
      for (const each of found) this.#take(this.#nodes.find(({ number }) => number === each.number), each);
      if (found.length > 0) return;
    }
  }

  #take(node, { nodeId, state }) {
    if (node.state === state && node.nodeId === nodeId) return;
    const hasStarted = node.state === 'starting' && state === 'running';
    Object.assign(node, { nodeId, state });
    const { name } = this.#rows.get(node);
    this.#status.textContent = TOLD[state](name);
    if (hasStarted) noteNode(name, 'running', { nodeId });
    this.#draw();
    this.#changed();
  }

  #draw() {
    const isLast = this.#running().length === 1;
    for (const [node, { row, state, button, name }] of this.#rows) {
      row.dataset.state = node.state;
      state.textContent = node.state;
      button.textContent = node.state === 'killed' ? `Start ${name} again` : `Kill ${name}`;
      // Not `disabled`, which would take the focus away.
      button.ariaDisabled = String(node.state === 'starting' || (isLast && node.state === 'running'));
    }
  }

  #running() {
    return this.#nodes.filter(({ state }) => state === 'running');
  }
}
