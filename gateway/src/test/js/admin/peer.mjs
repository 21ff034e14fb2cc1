/*
 * Serves the page of the Admin UI, and is a Socket.IO server with instrument() and the sharded Redis adapter, with one client. Its
 * arguments: the address of Redis, the name of the server, a room of its client. Prints where both are as one line of JSON. Exits at the
 * end of its input.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { instrument } from "@socket.io/admin-ui";
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";

const [redis, serverId, room] = process.argv.slice(2);
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };
const modules = dirname(dirname(dirname(createRequire(import.meta.url).resolve("@socket.io/admin-ui"))));
const folder = join(modules, "admin-ui", "ui", "dist");

const listen = async (server) => {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${server.address().port}`;
};

/** Without fonts and icons of other hosts, which a test does not reach. */
const index = async () => (await readFile(join(folder, "index.html"), "utf8")).replace(/<link href="https:[^>]*>/g, "");

const page = await listen(
  createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    try {
      const content = path === "/" ? await index() : await readFile(join(folder, path));
      response.writeHead(200, { "content-type": types[extname(path)] ?? types[".html"] }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  }),
);

const publisher = createClient({ url: redis });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);
const http = createServer();
const server = new Server(http, { adapter: createShardedAdapter(publisher, subscriber) });
server.on("connection", (socket) => socket.join(room));
instrument(server, { auth: false, mode: "development", serverId });
const address = await listen(http);

const client = connect(address, { transports: ["websocket"] });
client.on("disconnect", (reason) => console.log(JSON.stringify({ disconnected: reason })));
client.on("connect", () => console.log(JSON.stringify({ page, address, client: client.id })));

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
