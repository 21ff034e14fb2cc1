import { sendMessage } from './events/chat.js';
import { notificationRoom } from './events/notification.js';
import { jsonServer } from './http.js';
import { stored } from './ids.js';
import { chatView, notificationView } from './views.js';

/** Routes for the setup of tests and benchmarks, for trusted callers. */
export function restServer(services) {
  const { io, db, chats, notifications, presence } = services;
  return jsonServer([
    ['GET', /^\/health\/ready$/, async () => [200, {}]],
    ['POST', /^\/api\/chats$/, async (_, body) => {
      const { chat, isNew } = await chats.open(body);
      return [isNew ? 201 : 200, chatView(chat, 0)];
    }],
    ['POST', /^\/api\/chats\/([^/]+)\/messages$/, async ([chatId], body) => [201, await sendMessage(services, body.sender, { ...body, chatId })]],
    ['PUT', /^\/api\/users\/([^/]+)$/, async ([id], body) => {
      await db.users.updateOne({ _id: stored(id) }, { $set: body }, { upsert: true });
      return [200, { _id: id, ...body }];
    }],
    ['PUT', /^\/api\/users\/([^/]+)\/blocks\/([^/]+)$/, async ([id, other]) => {
      await db.users.updateOne({ _id: stored(id) }, { $addToSet: { blocked: stored(other) } }, { upsert: true });
      return [204];
    }],
    ['POST', /^\/api\/notifications$/, async (_, body) => {
      const posted = (await notifications.post(body.userIds ?? [body.userId], body)).map(notificationView);
      for (const each of posted) io.to(notificationRoom(each.userId)).emit('new-notification', each);
      return [201, { notifications: posted }];
    }],
    ['POST', /^\/api\/notifications\/emit$/, async (_, { userId, notification }) => {
      io.to(notificationRoom(userId)).emit('new-notification', notification);
      return [202, {}];
    }],
    ['GET', /^\/api\/presence\/([^/]+)$/, async ([id]) => [200, await presence.state(id)]],
  ]);
}
