import assert from 'node:assert/strict';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const OBJECT_ID = /^[0-9a-f]{24}$/;

export function assertTime(value, what = 'time') {
  assert.match(String(value), TIME, `${what} is ISO-8601 with milliseconds and Z`);
}

export function assertId(value, what = 'id') {
  assert.match(String(value), OBJECT_ID, `${what} is an ObjectId`);
}

function assertFields(value, required, optional) {
  const names = Object.keys(value);
  for (const name of required) assert.ok(names.includes(name), `${name} is missing in ${JSON.stringify(value)}`);
  const unknown = names.filter((name) => !required.includes(name) && !optional.includes(name));
  assert.deepEqual(unknown, [], `fields that the contract does not name in ${JSON.stringify(value)}`);
}

export function assertMessage(message, expected = {}) {
  assertFields(
    message,
    [
      '_id',
      'chatId',
      'seq',
      'sender',
      'receiver',
      'content',
      'messageType',
      'media',
      'delivered',
      'isRead',
      'createdAt',
    ],
    ['data', 'clientMessageId', 'deliveredAt', 'readAt', 'masked'],
  );
  assertId(message._id, 'message id');
  assertTime(message.createdAt, 'createdAt');
  assertPart(message, expected);
}

export function assertNotification(notification, expected = {}) {
  assertFields(
    notification,
    ['_id', 'userId', 'type', 'title', 'body', 'data', 'delivered', 'isRead', 'createdAt'],
    ['readAt', 'expiresAt'],
  );
  assertId(notification._id, 'notification id');
  assertTime(notification.createdAt, 'createdAt');
  assertPart(notification, expected);
}

export function assertChat(chat, expected = {}) {
  assertFields(
    chat,
    ['_id', 'client', 'provider', 'stage', 'status', 'lastSeq', 'unread', 'createdAt', 'updatedAt'],
    ['context', 'lastMessage'],
  );
  assertId(chat._id, 'chat id');
  assertTime(chat.createdAt, 'createdAt');
  assertTime(chat.updatedAt, 'updatedAt');
  assertPart(chat, expected);
}

/** Asserts that a value has at least these fields with these values. */
export function assertPart(value, expected) {
  const part = Object.fromEntries(Object.keys(expected).map((name) => [name, value?.[name]]));
  assert.deepEqual(part, expected, `in ${JSON.stringify(value)}`);
}

/** Asserts that an error has this code and a message. */
export function assertRefused(error, code) {
  assert.equal(error?.code, code, JSON.stringify(error));
  assert.equal(typeof error.message, 'string');
  assert.ok(error.message.length > 0);
}
