import { io } from 'socket.io-client';
import { ParleyClient as Client } from './client.js';

export { ParleyError } from './error.js';

/**
 * Connects a user.
 * @param {string | string[]} url of a load balancer, or those of the nodes
 * @param {import('./client.js').ConnectOptions} [options]
 */
export const connect = (url, options) => new Client(io, url, options);

/**
 * @typedef {import('./client.js').ParleyClient} ParleyClient
 * @typedef {import('./client.js').ClientState} ClientState
 * @typedef {import('./client.js').ConnectOptions} ConnectOptions
 * @typedef {import('./chat.js').Chat} Chat
 * @typedef {import('./chat.js').ChatMessage} ChatMessage
 * @typedef {import('./chat.js').ChatState} ChatState
 * @typedef {import('./presence.js').UserPresence} UserPresence
 * @typedef {import('./inbox.js').InboxState} InboxState
 */
