import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Chats } from './chats.js';
import { loadConfig } from './config.js';
import { chatEvents } from './events/chat.js';
import { connectionEvents } from './events/connection.js';
import { notificationEvents } from './events/notification.js';
import { Notifications } from './notifications.js';
import { isOnParley } from './parley.js';
import { Presence } from './presence.js';
import { RateLimiter } from './rate-limiter.js';
import { restServer } from './rest.js';
import { connectMongo, connectRedis } from './stores.js';
import { authenticate } from './tokens.js';

const config = loadConfig();
const db = await connectMongo(config.mongo);
const redis = await connectRedis(config.redis);

const adapters = {
  none: () => undefined,
  classic: () => createAdapter(redis.commands, redis.subscriber),
  sharded: () => createShardedAdapter(redis.commands, redis.subscriber),
};
const http = createServer();
const io = new Server(http, {
  adapter: adapters[config.adapter](),
  serveClient: false,
  cookie: config.sidCookie && { name: config.sidCookie },
});
// Recommended by the Socket.IO manual to save memory: the handshake request is not used again.
io.engine.on('connection', (rawSocket) => (rawSocket.request = null));

const chats = new Chats(db, new RateLimiter(redis.commands, config.rate));
const notifications = new Notifications(db);
const presence = new Presence(redis.commands, {
  nodeId: config.nodeId,
  graceMs: config.presenceGraceMs,
  isElsewhere: isOnParley(config.parley),
  onChange: (change) => announce(change).catch((e) => console.error('announce', e.message)),
});
const services = { io, db, config, chats, notifications, presence };

async function announce(change) {
  if (config.audience === 'everyone') return io.emit('user-status-changed', change);
  const contacts = await chats.contactsOf(change.userId);
  if (contacts.length > 0) io.to(contacts).emit('user-status-changed', change);
}

if (config.jwtSecret) io.use(authenticate(config.jwtSecret));
io.on('connection', (socket) => {
  connectionEvents(socket, services);
  chatEvents(socket, services);
  notificationEvents(socket, services);
});

await presence.start();
const rest = restServer(services);
if (config.httpPort) rest.listen(config.httpPort, config.host);
http.listen({ port: config.port, host: config.host, backlog: 4096 }, () => console.log(`listening ${config.port}`));

/** Closes the connections, after which clients reconnect. After disconnectSockets() they would not, and it applies to all nodes. */
async function stop() {
  http.close();
  io.engine.close();
  await presence.stop();
  process.exit(0);
}
// Node.js only with --expose-gc; for measuring what idle connections need.
const collectGarbage = globalThis.gc ?? globalThis.Bun?.gc;
if (collectGarbage) process.on('SIGUSR2', () => collectGarbage(true));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
