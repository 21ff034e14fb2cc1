/*
 * A Socket.IO server with the sharded Redis adapter, with its own clients. Reads one JSON command per line from standard input and
 * writes the events that its clients receive to standard output, one JSON object per line. Exits at the end of its input.
 */
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { Emitter } from "@socket.io/redis-emitter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";

const url = process.argv[2];
const publisher = createClient({ url });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
const server = new Server(http, { adapter: createShardedAdapter(publisher, subscriber) });
await new Promise((listening) => http.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${http.address().port}`;
const emitter = new Emitter(publisher);

server.on("connection", (socket) => socket.join(socket.handshake.auth.rooms));

const tell = (what) => console.log(JSON.stringify(what));
const readable = (value) => (Buffer.isBuffer(value) ? { binary: [...value] } : value);

/** Selects sockets of a server or an emitter. */
const chosen = (source, { rooms = [], except = [] }) =>
  except.reduce((target, room) => target.except(room), rooms.length ? source.to(rooms) : source);
const argsOf = ({ args = [], binary }) => (binary ? [...args, Buffer.from(binary)] : args);

const commands = {
  connect({ name, rooms }) {
    const client = connect(address, { auth: { rooms }, transports: ["websocket"], forceNew: true });
    client.onAny((event, ...args) => tell({ heard: name, event, args: args.map(readable) }));
    client.on("disconnect", () => tell({ heard: name, event: "disconnect", args: [] }));
    client.on("connect", () => tell({ connected: name }));
  },
  emit: (command) => chosen(server, command).emit(command.event, ...argsOf(command)),
  emitVolatile: (command) => chosen(server, command).volatile.emit(command.event, ...argsOf(command)),
  socketsJoin: (command) => chosen(server, command).socketsJoin(command.join),
  socketsLeave: (command) => chosen(server, command).socketsLeave(command.leave),
  disconnectSockets: (command) => chosen(server, command).disconnectSockets(command.close),
  fetchSockets: (command) => chosen(server, command).fetchSockets().catch(() => tell({ failed: "fetchSockets" })),
  serverSideEmit: ({ event }) => server.serverSideEmit(event),
  emitterEmit: (command) => chosen(emitter, command).emit(command.event, ...argsOf(command)),
  emitterDisconnect: (command) => chosen(emitter, command).disconnectSockets(command.close),
};

const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  const command = JSON.parse(line);
  commands[command.do](command);
});
input.on("close", () => process.exit(0));

tell({ ready: true });
