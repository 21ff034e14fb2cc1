import { connect } from 'node:net';
import { stage } from './stage.mjs';

/** The first line of the reply of the stage's Redis to an inline command. */
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
