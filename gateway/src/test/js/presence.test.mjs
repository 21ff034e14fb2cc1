// Who is online: the same answer on every node, no flap on a reload, offline when the last connection closes.
import assert from 'node:assert/strict';
import { assertPart, assertTime } from './support/shapes.mjs';
import { operator, withoutControl, withoutTokens } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const changesOf = (person, isOnline) => (change) =>
  change.userId === person.id && (isOnline === undefined || change.isOnline === isOnline);

scenario('online and offline are announced on every node, once, with growing versions', async (world) => {
  const watchers = await Promise.all([world.provider().on(0), world.provider().on(1)]);
  const ann = world.client();
  const anns = await ann.on(0);
  const came = await Promise.all(watchers.map((watcher) => watcher.next('user-status-changed', changesOf(ann, true))));
  anns.close();
  const went = await Promise.all(watchers.map((watcher) => watcher.next('user-status-changed', changesOf(ann, false))));
  assert.deepEqual(came[0], came[1]);
  assert.deepEqual(went[0], went[1]);
  assert.ok(went[0].version > came[0].version);
  assertTime(went[0].lastActive, 'lastActive');
  for (const watcher of watchers) assert.equal(watcher.all('user-status-changed', changesOf(ann)).length, 2);
});

scenario('a user with a second connection on another node stays online', async (world) => {
  const watcher = await world.provider().on(0);
  const ann = world.client();
  const [phone, laptop] = [await ann.on(0), await ann.on(1)];
  phone.close();
  await eventually('one connection is left', async () => {
    const { connections, isOnline } = await world.mustRest('GET', `/api/presence/${ann.id}`, undefined, { index: 1 });
    return isOnline && connections === 1;
  });
  assert.deepEqual(watcher.all('user-status-changed', changesOf(ann, false)), []);
  laptop.close();
  await watcher.next('user-status-changed', changesOf(ann, false));
});

scenario('a reload is not announced', async (world) => {
  const watcher = await world.provider().on(1);
  const [ann, marker] = [world.client(), world.client()];
  const before = await ann.on(0);
  await watcher.next('user-status-changed', changesOf(ann, true));
  const markers = await marker.on(0);
  before.close();
  const after = await ann.on(1);
  markers.close();
  await watcher.next('user-status-changed', changesOf(marker, false));
  assert.equal(watcher.all('user-status-changed', changesOf(ann)).length, 1, 'one change: she came');
  assert.equal((await after.must('get-online-status', ann.id)).isOnline, true);
});

scenario('a user who appears offline does so on a second device too, until the last connection closes', async (world) => {
  const watcher = await world.provider().on(1);
  const ann = world.client();
  const phone = await ann.on(0);
  await phone.must('set-online-status', { userId: ann.id, isOnline: false });
  const laptop = await ann.on(1);
  assert.equal((await watcher.must('get-online-status', ann.id)).isOnline, false);
  phone.close();
  laptop.close();
  await eventually('no connection is left', async () => {
    return (await world.mustRest('GET', `/api/presence/${ann.id}`)).connections === 0;
  });
  const later = world.client();
  (await later.on(0)).close();
  await watcher.next('user-status-changed', changesOf(later, false));
  watcher.forget();
  await ann.on(0);
  await watcher.next('user-status-changed', changesOf(ann, true));
});

scenario('REST gives the same answer on every node', async (world) => {
  const [ann, absent] = [world.client(), world.client()];
  await ann.on(1);
  for (const index of [0, 1]) {
    const one = await world.mustRest('GET', `/api/presence/${ann.id}`, undefined, { index });
    assertPart(one, { userId: ann.id, isOnline: true, connections: 1 });
    const answer = await world.mustRest('POST', '/api/presence/query', { userIds: [ann.id, absent.id] }, { index });
    const users = Array.isArray(answer) ? answer : answer.users;
    assert.deepEqual(
      users.map(({ userId, isOnline }) => [userId, isOnline]),
      [
        [ann.id, true],
        [absent.id, false],
      ],
    );
  }
});

scenario(
  'the users collection follows within two seconds',
  async (world) => {
    const ann = world.client();
    const device = await ann.on(0);
    const stored = (isOnline) => async () => (await operator.storedUser(ann.id))?.isOnline === isOnline;
    await eventually('isOnline: true is stored', stored(true), 2_000);
    const watcher = await world.provider().on(1);
    device.close();
    await watcher.next('user-status-changed', changesOf(ann, false));
    await eventually('isOnline: false is stored', stored(false), 2_000);
    assert.ok((await operator.storedUser(ann.id)).lastActive);
  },
  { skip: withoutControl },
);

scenario(
  'a disconnect of a user closes sockets that have a token but have not sent user-join',
  async (world) => {
    const ann = world.client();
    const devices = [await ann.connect(0), await ann.connect(1)];
    const ben = await world.client().on(1);
    await world.mustRest('POST', `/api/users/${ann.id}/disconnect`, {});
    for (const device of devices) assert.equal(await device.next('disconnect'), 'io server disconnect');
    assert.ok(ben.socket.connected);
  },
  { skip: withoutTokens },
);

scenario('a disconnect of a user closes every connection of the user', async (world) => {
  const ann = world.client();
  const devices = [await ann.on(0), await ann.on(1)];
  await world.mustRest('POST', `/api/users/${ann.id}/disconnect`, { reason: 'signed out everywhere' });
  for (const device of devices) assert.equal(await device.next('disconnect'), 'io server disconnect');
});
