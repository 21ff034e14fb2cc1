'use strict';

const PORT = document.querySelector('meta[name=socket-port]').content;
const LOG_LINES = 200;

/** One person: a connection, what it hears, and the panel that shows it. */
class Side {
  constructor(name, peer, role) {
    this.role = role;
    this.peer = peer;
    this.messages = new Map();
    this.presence = -1;
    this.view = document.getElementById('side').content.firstElementChild.cloneNode(true);
    document.querySelector('main').append(this.view);
    this.form('who').user.value = name;
    this.form('who').port.value = PORT;
    this.bindForms();
  }

  $(selector) { return this.view.querySelector(selector); }
  form(name) { return this.$(`form.${name}`).elements; }
  get me() { return this.form('who').user.value.trim(); }

  bindForms() {
    this.$('.who').addEventListener('submit', event => { event.preventDefault(); this.connect(); });
    this.$('.write').addEventListener('submit', event => { event.preventDefault(); this.send(); });
    this.form('write').text.addEventListener('input', () => this.typing());
    this.$('.bell').addEventListener('click', () => this.notifyMe());
    this.$('.hide').addEventListener('change', event =>
      this.socket.emit('set-online-status', { userId: this.me, isOnline: !event.target.checked }));
    this.view.addEventListener('pointerdown', () => this.read());
  }

  connect() {
    this.socket?.disconnect();
    this.messages.clear();
    this.presence = -1;
    const token = this.form('who').token.value.trim();
    this.socket = io(`${location.protocol}//${location.hostname}:${this.form('who').port.value}`, {
      forceNew: true,
      auth: token ? { token } : {},
    });
    this.socket.on('connect', () => this.enter());
    this.socket.on('disconnect', () => this.$('.who .dot').classList.remove('on'));
    this.socket.on('connect_error', error => {
      if (error.message === 'unauthorized') this.$('.who').classList.add('asked');
      this.refused(error.data?.code ?? error.message);
    });
    this.socket.onAny((event, payload) => log(this.me, event, payload));
    this.listen();
  }

  async enter() {
    const joined = await this.ask('user-join', this.me);
    if (!joined) return;
    this.$('.who .dot').classList.add('on');
    const chat = await this.openChat();
    if (!chat) return;
    this.chatId = chat._id;
    await this.catchUp();
    const notes = await this.ask('join-notifications', this.me);
    notes?.notifications.forEach(note => this.note(note));
    this.count(notes?.unread ?? 0);
    this.socket.emit('get-online-status', this.peer.me);
  }

  /** The chat of the two, whoever asks first. */
  async openChat() {
    const [client, provider] = this.role === 'client' ? [this.me, this.peer.me] : [this.peer.me, this.me];
    return this.post('/api/chats', { client, provider, context: 'demo' });
  }

  async catchUp() {
    const last = Math.max(0, ...this.messages.keys());
    const joined = await this.ask('join-chat', last ? { chatId: this.chatId, afterSeq: last } : this.chatId);
    joined?.messages.forEach(message => this.show(message));
    if (joined?.hasMore && last) await this.catchUp();
  }

  listen() {
    const on = (event, hear) => this.socket.on(event, hear);
    on('new-message', message => this.show(message));
    on('messages-delivered', receipt => this.mark(receipt, 'delivered'));
    on('messages-read', receipt => this.mark(receipt, 'isRead'));
    on('user-typing', typing => { this.$('.typing').textContent = typing.isTyping ? `${typing.userId} is typing…` : ''; });
    on('online-status', status => this.showPeer(status, this.presence));
    on('user-status-changed', status => this.showPeer(status, status.version));
    on('new-notification', note => { this.note(note); this.socket.emit('get-unread-count', this.me); });
    on('notification-read', ({ notificationId, unread }) => {
      this.$(`.notes [data-id="${CSS.escape(notificationId)}"]`)?.classList.add('read');
      this.count(unread);
    });
    on('unread-count', ({ count }) => this.count(count));
    on('resync', () => this.catchUp());
    on('server-draining', ({ reconnectAfterMs }) => setTimeout(() => this.connect(), reconnectAfterMs));
    on('error', error => this.refused(error.code));
  }

  async send() {
    const content = this.form('write').text.value;
    if (!content.trim()) return;
    this.form('write').text.value = '';
    await this.ask('send-message', { chatId: this.chatId, content, clientMessageId: `${Date.now()}-${Math.random()}` });
  }

  typing() {
    const now = Date.now();
    if (now - (this.typed ?? 0) < 2000) return;
    this.typed = now;
    this.socket?.emit('typing-start', { chatId: this.chatId });
  }

  read() {
    const unread = [...this.messages.values()].some(message => message.sender !== this.me && !message.isRead);
    if (unread && this.socket?.connected) this.socket.emit('mark-messages-read', { chatId: this.chatId });
  }

  async notifyMe() {
    await this.post('/api/notifications', { userId: this.me, type: 'demo', title: 'Hello', body: new Date().toLocaleTimeString() });
  }

  /** Messages may arrive twice or in another order: `seq` says which is which. */
  show(message) {
    this.messages.set(message.seq, { ...this.messages.get(message.seq), ...message });
    if (message.sender !== this.me) this.$('.typing').textContent = '';
    this.draw();
  }

  mark({ userId, upToSeq }, field) {
    for (const message of this.messages.values()) {
      if (message.receiver === userId && message.seq <= upToSeq) {
        message.delivered = true;
        message[field] = true;
      }
    }
    this.draw();
  }

  draw() {
    const rows = [...this.messages.values()].sort((a, b) => a.seq - b.seq).map(message => {
      const mine = message.sender === this.me;
      const ticks = message.isRead ? '✓✓ read' : message.delivered ? '✓✓' : '✓';
      const time = new Date(message.createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      return element('li', message.content, mine ? 'mine' : '', element('small', mine ? `${time} ${ticks}` : time));
    });
    this.$('.messages').replaceChildren(...rows);
    this.$('.messages').scrollTop = this.$('.messages').scrollHeight;
  }

  showPeer({ userId, isOnline, lastActive }, version) {
    if (userId !== this.peer.me || version < this.presence) return;
    this.presence = version;
    this.$('.peer .dot').classList.toggle('on', isOnline);
    this.$('.peer b').textContent = userId;
    const seen = lastActive ? `last seen ${new Date(lastActive).toLocaleTimeString()}` : 'never seen';
    this.$('.peer span').textContent = isOnline ? 'online' : seen;
  }

  note(note) {
    const row = element('li', `${note.title}: ${note.body}`, note.isRead ? 'read' : '');
    row.dataset.id = note._id;
    row.addEventListener('click', () => this.socket.emit('mark-notification-read', { notificationId: note._id }));
    this.$('.notes').prepend(row);
  }

  count(unread) { this.$('.count').textContent = unread ? `${unread} unread` : ''; }

  refused(code) {
    this.$('.messages').append(element('li', code, 'refused'));
    this.$('.messages').scrollTop = this.$('.messages').scrollHeight;
  }

  async ask(event, payload) {
    try {
      const reply = await this.socket.timeout(8000).emitWithAck(event, payload);
      log(this.me, `${event} ←`, reply);
      if (reply.ok) return reply;
      this.refused(reply.error.code);
    } catch {
      this.refused(`${event}: no answer`);
    }
    return undefined;
  }

  async post(path, body) {
    const token = this.form('who').token.value.trim();
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const reply = await answer.json();
    if (answer.ok) return reply;
    this.refused(reply.code);
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
