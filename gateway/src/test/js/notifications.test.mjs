// Notifications: posted by a back end on any node, stored for users who are offline, readable by their owner only.
import assert from 'node:assert/strict';
import { assertNotification, assertPart, assertRefused } from './support/shapes.mjs';
import { scenario } from './support/world.mjs';

const draft = (more) => ({ type: 'booking', title: 'Booked', body: 'Tuesday, 10:00', ...more });

scenario('a notification posted on one node reaches a client on the other', async (world) => {
  const ann = world.client();
  const device = await ann.on(1);
  await device.must('join-notifications', ann.id);
  const data = { bookingId: 'b-1', nested: { list: [1, 'zwei', null, true] } };
  await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id, data }), { index: 0 });
  assertNotification(await device.next('new-notification'), { userId: ann.id, title: 'Booked', data, isRead: false });
});

scenario('one request notifies many users, each with their own notification', async (world) => {
  const people = [world.client(), world.client(), world.provider()];
  const devices = await Promise.all(people.map((person, index) => person.on(index)));
  await Promise.all(devices.map((device, index) => device.must('join-notifications', people[index].id)));
  await world.mustRest('POST', '/api/notifications', draft({ userIds: people.map(({ id }) => id) }));
  const heard = await Promise.all(devices.map((device) => device.next('new-notification')));
  assert.deepEqual(
    heard.map(({ userId }) => userId),
    people.map(({ id }) => id),
  );
  assert.equal(new Set(heard.map(({ _id }) => _id)).size, 3);
});

scenario('a prepared notification is emitted unchanged, and not stored', async (world) => {
  const ann = world.client();
  const device = await ann.on(1);
  await device.must('join-notifications', ann.id);
  const notification = { kind: 'custom', anything: { goes: [1, 2] } };
  await world.mustRest('POST', '/api/notifications/emit', { userId: ann.id, notification });
  assert.deepEqual(await device.next('new-notification'), notification);
  assert.equal((await device.must('get-unread-count', ann.id)).count, 0);
});

scenario('more than a hundred undelivered notifications are delivered in pages, oldest first', async (world) => {
  const ann = world.client();
  for (let n = 1; n <= 103; n += 1)
    await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id, title: `n ${n}` }));
  const device = await ann.on();
  const first = await device.must('join-notifications', ann.id);
  assert.equal(first.unread, 103);
  assert.equal(first.notifications.length, 100);
  assert.equal(first.notifications[0].title, 'n 1');
  assert.equal(first.hasMore, true);
  const second = await device.must('join-notifications', ann.id);
  assert.deepEqual(
    second.notifications.map(({ title }) => title),
    ['n 101', 'n 102', 'n 103'],
  );
  assert.equal(second.hasMore, false);
});

scenario('a user cannot read the notifications of another', async (world) => {
  const [ann, eve] = [world.client(), world.client()];
  await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id }));
  const device = await ann.on();
  const { notifications } = await device.must('join-notifications', ann.id);
  const eves = await eve.on(1);
  for (const id of [notifications[0]._id, '64b0000000000000000fffff']) {
    assertRefused(await eves.refusal('mark-notification-read', { notificationId: id }), 'notification_not_found');
  }
  assert.equal((await device.must('get-unread-count', ann.id)).count, 1);
});

scenario('reading twice is the same as reading once', async (world) => {
  const ann = world.client();
  await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id }));
  await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id }));
  const device = await ann.on();
  const { notifications } = await device.must('join-notifications', ann.id);
  const notificationId = notifications[0]._id;
  assertPart(await device.must('mark-notification-read', { notificationId }), { unread: 1 });
  assertPart(await device.must('mark-notification-read', notificationId), { unread: 1 });
  assertPart(await device.must('mark-all-notifications-read', ann.id), { readCount: 1, unread: 0 });
  assertPart(await device.must('mark-all-notifications-read', ann.id), { readCount: 0, unread: 0 });
});

scenario('user-join tells how many are unread', async (world) => {
  const ann = world.client();
  await world.mustRest('POST', '/api/notifications', draft({ userId: ann.id }));
  const device = await ann.connect();
  assert.equal((await device.must('user-join', ann.id)).unreadNotifications, 1);
});
