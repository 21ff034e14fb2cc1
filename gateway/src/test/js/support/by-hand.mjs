// A raw Engine.IO 4 client: single HTTP long-polling requests, and a websocket that returns packets one by one.
import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { PATIENCE_MS } from './waiting.mjs';

const POLLING = 'EIO=4&transport=polling';
const WEBSOCKET = 'EIO=4&transport=websocket';

/** The server at an address such as http://127.0.0.1:5000/engine.io/. */
export class RawClient {
  #address;
  #sockets = [];

  constructor(address) {
    this.#address = address;
  }

  /** Sends a request. `sent` completes when it is written, `response` with the response; `abort` closes its connection. */
  start(query, { method = 'GET', body } = {}) {
    const outgoing = request(`${this.#address}?${query}`, { method, agent: false });
    const sent = once(outgoing, 'finish');
    const response = once(outgoing, 'response').then(async ([incoming]) => {
      const chunks = await incoming.toArray();
      return { status: incoming.statusCode, body: Buffer.concat(chunks).toString() };
    });
    response.catch(() => {});
    outgoing.end(body);
    return { sent, response, abort: () => outgoing.destroy() };
  }

  ask = (query, options) => this.start(query, options).response;

  /** The handshake of a new session. */
  async open() {
    const { status, body } = await this.ask(POLLING);
    if (status !== 200 || body[0] !== '0') throw new Error(`no handshake: ${status} ${body}`);
    return JSON.parse(body.slice(1));
  }

  startPoll = (sid) => this.start(`${POLLING}&sid=${sid}`);
  poll = (sid) => this.startPoll(sid).response;
  push = (sid, body) => this.ask(`${POLLING}&sid=${sid}`, { method: 'POST', body });

  /** Answers pings; with `keepsPings` returns them like any packet, unanswered. */
  socket(query = WEBSOCKET, keepsPings = false) {
    const socket = new RawWebSocket(`${this.#address.replace('http', 'ws')}?${query}`, keepsPings);
    this.#sockets.push(socket);
    return socket;
  }

  /** A websocket that upgrades a polling session. */
  upgrade = (sid) => this.socket(`${WEBSOCKET}&sid=${sid}`);

  /** A websocket in its own session, with the handshake. */
  async session(keepsPings) {
    const socket = this.socket(WEBSOCKET, keepsPings);
    const first = await socket.next();
    if (first[0] !== '0') throw new Error(`no handshake: ${first}`);
    return { socket, handshake: JSON.parse(first.slice(1)) };
  }

  close() {
    this.#sockets.forEach((socket) => socket.close());
  }
}

class RawWebSocket {
  #socket;
  #packets = [];
  #wake = () => {};
  #isClosed = false;

  constructor(url, keepsPings) {
    this.#socket = new WebSocket(url);
    this.#socket.on('message', (data, isBinary) => {
      const packet = isBinary ? data : data.toString();
      if (packet === '2' && !keepsPings) this.send('3');
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

  #until(what, condition) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what}, but ${this.#packets}`)), PATIENCE_MS);
      this.#wake = () => {
        if (condition()) {
          clearTimeout(timer);
          resolve();
        }
      };
      this.#socket.once('open', () => this.#wake());
      this.#wake();
    });
  }
}
