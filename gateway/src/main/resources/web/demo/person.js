import { ParleyClient } from '../client/client.js';
import { rest } from '../client/rest.js';
import { Bell } from './bell.js';
import { clock } from './dom.js';
import { MessageList } from './messages.js';
import { shortName } from './nodes.js';
import { explainRules } from './rules.js';
import { tap } from './wire.js';

const STAGES = ['inquiry', 'booked', 'completed'];
const STATES = { connecting: 'Connecting …', online: 'Connected', offline: 'Offline, messages wait', refused: 'Refused' };
const DRAFTS = { client: 'Could you come on Tuesday at ten?', provider: 'Offer: Tuesday at 10:00, 80 €' };
/** The next step of the deal, by stage and role. */
const STEPS = {
  inquiry: { client: 'Ask for an offer', provider: 'Send an offer' },
  booked: { client: 'Mark as completed', provider: 'Mark as completed' },
  completed: { client: 'Start a new deal', provider: 'Start a new deal' },
};

/** Sends REST requests to the node that it is connected to: the one that served the page may be killed. */
class ClientOfNodes extends ParleyClient {
  #nodes;
  #token;

  constructor(nodes, urls, options) {
    super(io, urls, { ...options, api: nodes[0].api, autoConnect: false });
    this.#nodes = nodes;
    this.#token = options.token;
    this.connect();
  }

  rest(method, path, body) {
    const { api } = this.#nodes.find(({ url }) => url === this.state.url);
    return rest(api, this.#token, method, path, body);
  }
}

/** One person: a client of the package, and the panel that shows its state. */
export class Person {
  /** @param nodes of the cluster @param nodeIndex of the first connection @param startDeal opens a new chat for both */
  constructor({ name, role, nodes, nodeIndex, startDeal }) {
    Object.assign(this, { name, role, nodes, nodeIndex, startDeal, stage: 'inquiry' });
    this.view = document.getElementById('person').content.firstElementChild.cloneNode(true);
    this.view.dataset.role = role;
    this.view.ariaLabel = role;
    document.querySelector('main').append(this.view);
    this.list = new MessageList(this.$('.messages'), {
      retry: (key) => this.chat.retry(key),
      discard: (key) => this.chat.discard(key),
      explain: (content) => this.#explain(content),
      book: () => this.#setStage('booked'),
    });
    this.#fillForms();
    this.#bind();
  }

  $(selector) {
    return this.view.querySelector(selector);
  }

  get form() {
    return this.$('.who').elements;
  }

  get text() {
    return this.$('.write').elements.text;
  }

  get nodeName() {
    const node = this.nodes.find(({ url }) => url === this.client.state.url);
    return shortName(node ?? this.nodes[0], this.nodes);
  }

  /** Connects as the person who is named in the form. */
  connect() {
    this.client?.close();
    this.name = this.form.user.value.trim();
    const first = this.nodes[this.form.node.selectedIndex];
    const urls = [first, ...this.nodes.filter((node) => node !== first)].map(({ url }) => url);
    const token = this.form.token.value.trim();
    const identity = token ? { token } : { userId: this.name };
    this.client = new ClientOfNodes(this.nodes, urls, { ...identity, socket: { reconnectionDelay: 300, reconnectionDelayMax: 2_000 } });
    tap(this, this.client);
    this.client.subscribe((state) => this.#showConnection(state));
    this.client.inbox.open().catch((error) => this.problem(error));
    new Bell(this.$('.bell'), { inbox: this.client.inbox, send: () => this.#notify() });
    this.$('[name=hide]').checked = false;
    this.$('.avatar').textContent = [...this.name][0]?.toUpperCase() ?? '';
    this.problem();
    this.#showConnection(this.client.state);
  }

  /** Opens the chat with a peer, whatever the two are called now. */
  async meet(peer, context) {
    this.peer = peer;
    const [client, provider] = this.role === 'client' ? [this.name, peer.name] : [peer.name, this.name];
    try {
      const { _id, stage } = await this.client.rest('POST', '/api/chats', { client, provider, context });
      this.#enter(_id, stage);
    } catch (error) {
      this.problem(error);
    }
  }

  showStage(stage) {
    this.stage = stage;
    this.view.querySelectorAll('.stages li').forEach((item, index) => {
      item.ariaCurrent = index === STAGES.indexOf(stage) ? 'step' : null;
      item.className = index < STAGES.indexOf(stage) ? 'done' : '';
    });
    this.$('.deal').textContent = STEPS[stage][this.role];
    if (this.chat) this.list.show(this.chat.state.messages, stage);
  }

  /** Offers the nodes that run. */
  showNodes() {
    this.nodes.forEach(({ state }, index) => (this.form.node.options[index].disabled = state !== undefined && state !== 'running'));
  }

  problem(error) {
    this.$('.problem').textContent = error ? error.message : '';
  }

  #fillForms() {
    const { user, node, token } = this.form;
    user.value = this.name;
    this.$('.name span').textContent = this.role === 'client' ? 'Client' : 'Provider';
    node.append(...this.nodes.map((each) => new Option(shortName(each, this.nodes))));
    node.selectedIndex = this.nodeIndex;
    this.showNodes();
    token.placeholder = 'needed by this gateway';
    this.text.id = `text-${this.role}`;
    this.$('.write label').htmlFor = this.text.id;
    this.$('.messages').ariaLabel = `Messages of the ${this.role}`;
  }

  #bind() {
    this.$('.write').onsubmit = (event) => this.#send(event);
    this.text.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#send(event);
    };
    this.text.oninput = () => this.chat?.typing();
    this.form.node.onchange = ({ target }) => this.client.moveTo(this.nodes[target.selectedIndex].url);
    this.$('.offline').onclick = () => (this.client.state.status === 'offline' ? this.client.connect() : this.client.disconnect());
    this.$('.cut').onclick = () => this.client.socket.io.engine?.transport.ws?.close();
    this.$('[name=hide]').onchange = ({ target }) => this.client.presence.appearOffline(target.checked).catch((error) => this.problem(error));
    this.$('.deal').onclick = () => this.#nextStep();
    this.$('.rules').onclick = () => this.#explain(this.text.value);
    for (const sign of ['pointerenter', 'pointerdown', 'focusin']) this.view.addEventListener(sign, () => this.#read());
  }

  #enter(chatId, stage) {
    if (this.chat !== this.client.chat(chatId)) {
      this.chat?.leave();
      this.unsubscribe?.();
      this.list.clear();
      this.chat = this.client.chat(chatId);
      this.unsubscribe = this.chat.subscribe((state) => this.#show(state));
      this.chat.join().catch((error) => this.problem(error));
    }
    this.unwatch?.();
    this.unwatch = this.client.presence.watch(this.peer.name);
    this.unsubscribePresence?.();
    this.unsubscribePresence = this.client.presence.subscribe(() => this.#showPeer());
    this.showStage(stage);
    this.#showPeer();
  }

  #send(event) {
    event.preventDefault();
    if (!this.text.value.trim() || !this.chat) return;
    this.chat.send(this.text.value);
    this.text.value = '';
  }

  #nextStep() {
    if (this.stage === 'booked') this.#setStage('completed');
    else if (this.stage === 'completed') this.startDeal();
    else {
      this.text.value = DRAFTS[this.role];
      this.text.focus();
    }
  }

  #show({ messages, typing, error }) {
    this.list.show(messages, this.stage);
    this.$('.typing').textContent = typing.length > 0 ? `${this.peer.name} is typing …` : '';
    this.problem(error);
    if (messages.at(-1)?.messageType === 'system') this.#refreshStage();
    if (this.view.matches(':hover, :focus-within')) this.#read();
  }

  #read() {
    this.chat?.markRead().catch(() => {});
  }

  #showConnection({ status, url, error }) {
    this.view.dataset.status = status;
    const index = this.nodes.findIndex((node) => node.url === url);
    if (status === 'online') this.form.node.selectedIndex = index;
    const where = status === 'online' ? ` to ${this.nodeName}` : '';
    setText(this.$('.state'), STATES[status] + where);
    this.$('.offline').textContent = status === 'offline' ? 'Go online' : 'Go offline';
    this.$('.cut').disabled = status !== 'online';
    if (status === 'refused') {
      this.$('.token').hidden = false;
      this.problem(error);
    }
  }

  #showPeer() {
    const presence = this.client.presence.state[this.peer.name];
    const seen = presence?.lastActive ? `offline, last active at ${clock(presence.lastActive)}` : 'offline';
    this.$('.peer .dot').classList.toggle('on', presence?.isOnline === true);
    this.$('.peer b').textContent = this.peer.name;
    setText(this.$('.peer .seen'), presence?.isOnline ? 'online' : seen);
  }

  async #explain(content) {
    if (!this.chat) return;
    try {
      await explainRules(this.client, { chatId: this.chat.id, sender: this.name, content });
    } catch (error) {
      this.problem(error);
    }
  }

  async #notify() {
    const note = { userId: this.name, type: 'demo', title: 'Reminder', body: 'Your appointment is tomorrow.' };
    await this.client.rest('POST', '/api/notifications', note).catch((error) => this.problem(error));
  }

  async #setStage(stage) {
    try {
      await this.client.rest('PATCH', `/api/chats/${this.chat.id}`, { stage });
      for (const person of [this, this.peer]) person.showStage(stage);
      const note = { type: 'deal', title: stage === 'booked' ? 'Booked' : 'Completed', body: `by ${this.name}` };
      await this.client.rest('POST', '/api/notifications', { userId: this.peer.name, ...note });
    } catch (error) {
      this.problem(error);
    }
  }

  async #refreshStage() {
    const { stage } = await this.client.rest('GET', `/api/chats/${this.chat.id}`).catch(() => this);
    if (stage !== this.stage) this.showStage(stage);
  }
}

/** Nothing is announced again when nothing has changed. */
function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
