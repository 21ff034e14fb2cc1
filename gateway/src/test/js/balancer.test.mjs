// What users see through a load balancer: they know one address, and never which of the two nodes behind it serves them.
import assert from 'node:assert/strict';
import { operator, stage, withoutControl } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario, transports } from './support/world.mjs';

// The load balancer's certificate is self-signed.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const CLIENTS = 20;
const skip = withoutControl || (stage.behind ? false : 'no load balancer on this stage');
/** Only a load balancer with active health checks stops sending clients to a draining node. */
const withoutChecks = skip || (stage.balancer === 'haproxy' ? false : `${stage.balancer} has no active health checks`);
const reconnecting = { reconnection: true, reconnectionDelay: 100, reconnectionDelayMax: 500, timeout: 3_000 };

const ops = (index, path) => fetch(`${stage.behind[index].ops}${path}`, { signal: AbortSignal.timeout(5_000) });
const isReady = (index) => eventually(`node ${index} is ready`, async () => (await ops(index, '/health/ready')).ok, 60_000);

/** How many sessions a node has; NaN while it is unavailable. */
async function sessions(index) {
  const text = await ops(index, '/metrics').then((answer) => answer.text(), () => '');
  const gauges = [...text.matchAll(/^parley_connections\{.*} (\S+)$/gm)];
  return gauges.length ? gauges.reduce((sum, [, value]) => sum + Number(value), 0) : NaN;
}

/** A client that aborts a handshake leaves a session, which times out after 45 s. */
const allSessionsEnd = () =>
  eventually('the nodes are empty', async () => (await sessions(0)) === 0 && (await sessions(1)) === 0, 60_000);

/** Clients over every transport that reconnect automatically, each in its own chat. */
async function crowd(world, options) {
  const people = Array.from({ length: CLIENTS }, () => world.client());
  return Promise.all(
    people.map(async (person, number) => {
      const chatId = await world.chat(person, world.provider());
      return { chatId, device: await person.on(0, { ...reconnecting, ...options(number) }) };
    }),
  );
}

const everyKind = (number) => [transports.websocket, transports.polling, transports.upgrade][number % 3];

async function everyoneCanSend(members, content) {
  for (const { chatId, device } of members) {
    await eventually('a message is taken', () => device.socket.connected && sent(device, chatId, content), 60_000);
  }
}

async function sent(device, chatId, content) {
  const answer = await device.socket
    .timeout(2_000)
    .emitWithAck('send-message', { chatId, content, clientMessageId: `${chatId} ${content}` });
  return answer.ok;
}

for (const [name, options] of Object.entries(transports)) {
  scenario(
    `two people talk, by ${name}`,
    async (world) => {
      const { chatId, anns, bens } = await world.conversation();
      if (name === 'upgrade') {
        for (const device of [anns, bens]) {
          await eventually('upgraded', () => device.socket.io.engine.transport.name === 'websocket');
        }
      }
      for (const content of ['one', 'two', 'three']) {
        await anns.must('send-message', { chatId, content });
        await bens.next('new-message', (message) => message.content === content);
      }
      assert.deepEqual(anns.all('disconnect').concat(bens.all('disconnect')), []);
    },
    { skip, options },
  );
}

scenario(
  'polling clients without cookies stay on their node, and both nodes have some',
  async (world) => {
    await allSessionsEnd();
    const members = await crowd(world, () => transports.polling);
    for (const round of [1, 2, 3, 4, 5]) await everyoneCanSend(members, `round ${round}`);
    for (const { device } of members) assert.deepEqual(device.all('disconnect').concat(device.all('connect_error')), []);
    const counts = [await sessions(0), await sessions(1)];
    assert.equal(counts[0] + counts[1], CLIENTS);
    if (stage.balancer === 'haproxy') assert.ok(Math.min(...counts) >= CLIENTS / 4, `evenly: ${counts}`);
  },
  { skip },
);

scenario(
  'operations routes cannot be reached from outside',
  async () => {
    const balancer = stage.nodes[0].socket;
    for (const path of ['/metrics', '/health/ready', '/health/live', '/']) {
      const answer = await fetch(`${balancer}${path}`);
      assert.equal(answer.status, 404, path);
      await answer.body.cancel();
    }
    const handshake = await fetch(`${balancer}/socket.io/?EIO=4&transport=polling`);
    assert.equal(handshake.status, 200);
    assert.equal(handshake.headers.get('x-parley-sid'), null);
    const { sid } = JSON.parse((await handshake.text()).slice(1));
    const goodbye = await fetch(`${balancer}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '1' });
    assert.equal(await goodbye.text(), 'ok');
  },
  { skip },
);

scenario(
  'a node is killed: its clients reconnect to the other node, whose clients keep their connections',
  async (world) => {
    await allSessionsEnd();
    const members = await crowd(world, everyKind);
    const lost = await sessions(1);
    await operator.killNode(1);
    try {
      await everyoneCanSend(members, 'still here');
      await eventually('all on the other node', async () => (await sessions(0)) >= CLIENTS, 30_000);
      const moved = members.filter(({ device }) => device.all('disconnect').length > 0);
      assert.equal(moved.length, lost, 'only who was on the killed node lost a connection');
    } finally {
      await operator.startNode(1);
      await isReady(1);
    }
    await eventually(
      'the restarted node gets connections again',
      async () => {
        await world.client().on(0);
        return (await sessions(1)) > 0;
      },
      30_000,
    );
  },
  { skip, timeout: 180_000 },
);

scenario(
  'a node is drained: its clients move once, without an error',
  async (world) => {
    await allSessionsEnd();
    const members = await crowd(world, everyKind);
    const there = await sessions(1);
    assert.ok(there > 0);
    const ended = operator.endNode(1);
    try {
      await ended;
      await everyoneCanSend(members, 'moved');
      await eventually('all on the other node', async () => (await sessions(0)) >= CLIENTS, 30_000);
      const told = members.filter(({ device }) => device.all('server-draining').length > 0);
      assert.equal(told.length, there);
      for (const { device } of members) {
        assert.equal(device.all('disconnect').length, told.some((member) => member.device === device) ? 1 : 0);
        assert.deepEqual(device.all('connect_error'), []);
      }
    } finally {
      await operator.startNode(1);
      await isReady(1);
    }
  },
  { skip: withoutChecks, timeout: 180_000 },
);

scenario(
  'a node is stopped without health checks: all its clients reconnect to the other node',
  async (world) => {
    await allSessionsEnd();
    const members = await crowd(world, everyKind);
    await operator.endNode(1);
    try {
      await everyoneCanSend(members, 'moved');
      await eventually('all on the other node', async () => (await sessions(0)) >= CLIENTS, 30_000);
    } finally {
      await operator.startNode(1);
      await isReady(1);
    }
  },
  { skip: skip || (withoutChecks ? false : `${stage.balancer} has active health checks`), timeout: 180_000 },
);
