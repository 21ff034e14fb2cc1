'use strict';

const PORT = document.querySelector('meta[name=socket-port]').content;
const LOG_LINES = 200;
const REPLY_WITHIN_MS = 8000;

/** One user: a connection, its events, and the panel that shows them. */
class Side {
  constructor(name, peer, role) {
    this.name = name;
    this.role = role;
    this.peer = peer;
    this.messages = new Map(); // by seq
    this.rows = new Map();
    this.presence = -1;
    this.view = document.getElementById('side').content.firstElementChild.cloneNode(true);
    this.view.setAttribute('aria-label', role);
    document.querySelector('main').append(this.view);
    this.form('who').user.value = name;
    this.form('who').port.value = PORT;
    this.bindForms();
  }

  $(selector) { return this.view.querySelector(selector); }
  form(name) { return this.$(`form.${name}`).elements; }
  get isConnected() { return this.socket?.connected === true; }

  bindForms() {
    this.$('.who').addEventListener('submit', event => { event.preventDefault(); this.connect(); });
    this.$('.leave').addEventListener('click', () => this.leave());
    this.$('.write').addEventListener('submit', event => { event.preventDefault(); this.send(); });
    this.form('write').text.addEventListener('input', () => this.typing());
    this.$('.bell').addEventListener('click', () => this.notifyMe());
    this.$('.hide').addEventListener('change', event =>
      this.ask('set-online-status', { userId: this.name, isOnline: !event.target.checked }));
    for (const sign of ['pointerdown', 'focusin']) this.view.addEventListener(sign, () => this.read());
  }

  /** As the user and to the node of the form. */
  connect() {
    this.leave();
    const { user, port, token } = this.form('who');
    this.name = user.value.trim();
    this.$('.notes').replaceChildren();
    this.$('.hide').checked = false;
    this.socket = io(`${location.protocol}//${location.hostname}:${port.value}`, {
      forceNew: true,
      auth: token.value.trim() ? { token: token.value.trim() } : {},
    });
    this.socket.on('connect', () => this.enter());
    this.socket.on('disconnect', () => this.showConnection());
    this.socket.on('connect_error', error => {
      if (error.message === 'unauthorized') this.$('.who').classList.add('asked');
      this.problem(`cannot connect: ${error.data?.code ?? error.message}`);
    });
    this.socket.onAny((event, payload) => log(this.name, event, payload));
    this.listen();
    this.showConnection();
  }

  leave() {
    this.socket?.disconnect();
    this.showConnection();
  }

  showConnection() {
    this.$('.who .dot').classList.toggle('on', this.isConnected);
    this.$('.who .dot').title = this.isConnected ? 'connected' : 'not connected';
    this.$('.leave').disabled = !this.socket?.active;
  }

  /** After every connect, the automatic ones too. */
  async enter() {
    this.showConnection();
    this.problem('');
    if (!await this.ask('user-join', this.name)) return;
    await this.enterChat();
    if (this.peer.isConnected && this.peer.chatId !== this.chatId) await this.peer.enterChat();
    const notes = await this.ask('join-notifications', this.name);
    notes?.notifications.forEach(note => this.note(note));
    this.count(notes?.unread ?? 0);
  }

  /** Enters the chat of the two users as they are called now. */
  async enterChat() {
    const chat = await this.openChat();
    if (!chat) return;
    if (chat._id !== this.chatId) {
      if (this.chatId) this.socket.emit('leave-chat', this.chatId);
      this.chatId = chat._id;
      this.clear();
    }
    await this.catchUp();
    this.presence = -1;
    this.socket.emit('get-online-status', this.peer.name);
  }

  clear() {
    this.messages.clear();
    this.rows.clear();
    this.$('.messages').replaceChildren();
    this.$('.typing').textContent = '';
  }

  /** Whichever side asks first creates it. */
  async openChat() {
    const [client, provider] = this.role === 'client' ? [this.name, this.peer.name] : [this.peer.name, this.name];
    return this.post('/api/chats', { client, provider, context: 'demo' });
  }

  async catchUp() {
    const last = this.lastWithoutGap();
    const joined = await this.ask('join-chat', last ? { chatId: this.chatId, afterSeq: last } : this.chatId);
    joined?.messages.forEach(message => this.show(message));
    if (joined?.hasMore && last) await this.catchUp();
  }

  /** Not the highest number: a missed message may be below it. */
  lastWithoutGap() {
    const numbers = [...this.messages.keys()].sort((a, b) => a - b);
    return numbers.find(seq => !this.messages.has(seq + 1)) ?? 0;
  }

  listen() {
    const on = (event, handle) => this.socket.on(event, handle);
    on('new-message', message => this.show(message));
    on('messages-delivered', receipt => this.mark(receipt, 'delivered'));
    on('messages-read', receipt => this.mark(receipt, 'isRead'));
    on('user-typing', typing => { this.$('.typing').textContent = typing.isTyping ? `${typing.userId} is typing…` : ''; });
    on('online-status', status => this.showPeer(status, this.presence));
    on('user-status-changed', status => this.showPeer(status, status.version));
    on('new-notification', note => { this.note(note); this.socket.emit('get-unread-count', this.name); });
    on('notification-read', ({ notificationId, unread }) => {
      this.$(`.notes [data-id="${CSS.escape(notificationId)}"]`)?.classList.add('read');
      this.count(unread);
    });
    on('unread-count', ({ count }) => this.count(count));
    on('resync', () => this.catchUp());
    on('server-draining', ({ reconnectAfterMs }) => setTimeout(() => this.connect(), reconnectAfterMs));
    on('error', error => this.problem(error.code));
  }

  /** The text stays in its field until it is acknowledged. A retry of the same text is the same message. */
  async send() {
    const { text } = this.form('write');
    const content = text.value;
    if (!content.trim() || this.sending) return;
    if (this.unsent?.content !== content) this.unsent = { content, clientMessageId: `${Date.now()}-${Math.random()}` };
    this.sending = true;
    const reply = await this.ask('send-message', { chatId: this.chatId, ...this.unsent });
    this.sending = false;
    if (!reply) return;
    this.unsent = undefined;
    this.problem('');
    if (text.value === content) text.value = '';
  }

  typing() {
    const now = Date.now();
    if (!this.isConnected || now - (this.typed ?? 0) < 2000) return;
    this.typed = now;
    this.socket.emit('typing-start', { chatId: this.chatId });
  }

  read() {
    const unread = [...this.messages.values()].some(message => message.sender !== this.name && !message.isRead);
    if (unread && this.isConnected) this.socket.emit('mark-messages-read', { chatId: this.chatId });
  }

  async notifyMe() {
    await this.post('/api/notifications', { userId: this.name, type: 'demo', title: 'Hello', body: new Date().toLocaleTimeString() });
  }

  /** Messages may arrive twice or in another order: `seq` identifies and sorts them. */
  show(message) {
    if (message.chatId !== this.chatId) return;
    this.messages.set(message.seq, { ...this.messages.get(message.seq), ...message });
    this.draw(message.seq);
    if (message.sender !== this.name) {
      this.$('.typing').textContent = '';
      if (this.view.contains(document.activeElement)) this.read();
    }
  }

  mark({ userId, upToSeq }, field) {
    for (const message of this.messages.values()) {
      if (message.receiver === userId && message.seq <= upToSeq && !message[field]) {
        message.delivered = true;
        message[field] = true;
        this.draw(message.seq);
      }
    }
  }

  /** One row is added or changed, so that a screen reader announces that one. */
  draw(seq) {
    const message = this.messages.get(seq);
    const mine = message.sender === this.name;
    const time = new Date(message.createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const ticks = message.isRead ? ' ✓✓ read' : message.delivered ? ' ✓✓' : ' ✓';
    const known = this.rows.get(seq);
    if (known) {
      known.querySelector('small').textContent = mine ? time + ticks : time;
      return;
    }
    const text = element('bdi', message.content);
    text.dir = 'auto';
    const row = element('li', '', mine ? 'mine' : '', text, element('small', mine ? time + ticks : time));
    const later = [...this.rows.keys()].filter(other => other > seq);
    const next = later.length ? this.rows.get(Math.min(...later)) : null;
    this.$('.messages').insertBefore(row, next);
    this.rows.set(seq, row);
    this.$('.messages').scrollTop = this.$('.messages').scrollHeight;
  }

  showPeer({ userId, isOnline, lastActive }, version) {
    if (userId !== this.peer.name || version < this.presence) return;
    this.presence = version;
    this.$('.peer .dot').classList.toggle('on', isOnline);
    this.$('.peer b').textContent = userId;
    const seen = lastActive ? `offline, last active ${new Date(lastActive).toLocaleTimeString()}` : 'offline';
    this.$('.peer span').textContent = isOnline ? 'online' : seen;
  }

  note(note) {
    if (this.$(`.notes [data-id="${CSS.escape(note._id)}"]`)) return;
    const button = element('button', `${note.title}: ${note.body}`, note.isRead ? 'read' : '');
    button.type = 'button';
    button.dataset.id = note._id;
    button.addEventListener('click', () => this.ask('mark-notification-read', { notificationId: note._id }));
    this.$('.notes').prepend(element('li', '', '', button));
  }

  count(unread) { this.$('.count').textContent = unread ? `${unread} unread` : ''; }

  problem(text) { this.$('.problem').textContent = text; }

  /** Emits an event and returns its reply, or shows why there is none and returns undefined. */
  async ask(event, payload) {
    if (!this.isConnected) return this.problem(`${event}: not connected`);
    try {
      const reply = await this.socket.timeout(REPLY_WITHIN_MS).emitWithAck(event, payload);
      log(this.name, `${event} ←`, reply);
      if (reply.ok) return reply;
      this.problem(`${event}: ${reply.error.code}`);
    } catch {
      this.problem(`${event}: no reply`);
    }
    return undefined;
  }

  async post(path, body) {
    const token = this.form('who').token.value.trim();
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      });
      const reply = await response.json();
      if (response.ok) return reply;
      this.problem(`${path}: ${reply.code}`);
    } catch {
      this.problem(`${path}: no reply`);
    }
    return undefined;
  }
}

function element(name, text, className = '', ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  made.append(...children);
  return made;
}

function log(who, what, payload) {
  const lines = document.querySelector('.log ol');
  lines.prepend(element('li', `${who}  ${what}  ${JSON.stringify(payload)}`));
  while (lines.childElementCount > LOG_LINES) lines.lastElementChild.remove();
}

const left = new Side('anna', undefined, 'client');
const right = new Side('boris', left, 'provider');
left.peer = right;
left.connect();
right.connect();
