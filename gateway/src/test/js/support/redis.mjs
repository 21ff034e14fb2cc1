import { connect } from 'node:net';
import { stage } from './stage.mjs';

/** The first line of what the stage's Redis answers to a command typed by hand. */
export function redis(command) {
  const { hostname, port } = new URL(stage.redis);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${command}\r\n`));
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${command}`)));
    socket.on('error', reject);
    socket.on('data', (data) => {
      resolve(String(data).split('\r\n')[0]);
      socket.destroy();
    });
  });
}
