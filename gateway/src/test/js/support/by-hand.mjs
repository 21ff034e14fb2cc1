// Engine.IO 4 by hand: single requests of HTTP long-polling, and a websocket whose packets are taken one by one.
import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { PATIENCE_MS } from './waiting.mjs';

const POLLING = 'EIO=4&transport=polling';
const WEBSOCKET = 'EIO=4&transport=websocket';

/** The server at an address such as http://127.0.0.1:5000/engine.io/. */
export class ByHand {
  #address;
  #sockets = [];

  constructor(address) {
    this.#address = address;
  }

  /** `heard` completes with the response, `said` when the request is on its way; `giveUp` closes the connection under it. */
  start(query, { method = 'GET', body } = {}) {
    const going = request(`${this.#address}?${query}`, { method, agent: false });
    const said = once(going, 'finish');
    const heard = once(going, 'response').then(async ([response]) => {
      const chunks = await response.toArray();
      return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
    });
    heard.catch(() => {});
    going.end(body);
    return { said, heard, giveUp: () => going.destroy() };
  }

  ask = (query, options) => this.start(query, options).heard;

  /** The handshake of a new session. */
  async open() {
    const { status, body } = await this.ask(POLLING);
    if (status !== 200 || body[0] !== '0') throw new Error(`no handshake: ${status} ${body}`);
    return JSON.parse(body.slice(1));
  }

  startPoll = (sid) => this.start(`${POLLING}&sid=${sid}`);
  poll = (sid) => this.startPoll(sid).heard;
  push = (sid, body) => this.ask(`${POLLING}&sid=${sid}`, { method: 'POST', body });

  /** Pings are answered and not heard; with `hearsPings` they are heard like any packet, and nobody answers them. */
  socket(query = WEBSOCKET, hearsPings = false) {
    const socket = new SocketByHand(`${this.#address.replace('http', 'ws')}?${query}`, hearsPings);
    this.#sockets.push(socket);
    return socket;
  }

  /** A websocket for a session that polls. */
  upgrade = (sid) => this.socket(`${WEBSOCKET}&sid=${sid}`);

  /** A websocket in a session of its own, and what the server said first. */
  async session(hearsPings) {
    const socket = this.socket(WEBSOCKET, hearsPings);
    const first = await socket.next();
    if (first[0] !== '0') throw new Error(`no handshake: ${first}`);
    return { socket, handshake: JSON.parse(first.slice(1)) };
  }

  close() {
    this.#sockets.forEach((socket) => socket.close());
  }
}

class SocketByHand {
  #socket;
  #packets = [];
  #wake = () => {};
  #isClosed = false;

  constructor(url, hearsPings) {
    this.#socket = new WebSocket(url);
    this.#socket.on('message', (data, isBinary) => {
      const packet = isBinary ? data : data.toString();
      if (packet === '2' && !hearsPings) this.send('3');
      else this.#packets.push(packet);
      this.#wake();
    });
    this.#socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
    // A refused handshake is an error and a close; the close is what counts.
    this.#socket.on('error', () => {});
  }

  opened = () => this.#until('the websocket is open', () => this.#socket.readyState === WebSocket.OPEN);

  send = (packet) => this.#socket.send(packet);

  async next() {
    await this.#until('a packet', () => this.#packets.length > 0);
    return this.#packets.shift();
  }

  closed = () => this.#until('the end of the websocket', () => this.#isClosed);

  close = () => this.#socket.terminate();

  #until(what, isSo) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what}, but ${this.#packets}`)), PATIENCE_MS);
      this.#wake = () => {
        if (isSo()) {
          clearTimeout(timer);
          resolve();
        }
      };
      this.#socket.once('open', () => this.#wake());
      this.#wake();
    });
  }
}
