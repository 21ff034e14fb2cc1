import { idFrom } from '../ids.js';
import { notificationView } from '../views.js';
import { bind, caller, own } from './endpoint.js';

export const notificationRoom = (userId) => `notifications_${userId}`;

export function notificationEvents(socket, { io, notifications }) {
  const tell = (userId, event, payload) => io.to([notificationRoom(userId), socket.id]).emit(event, payload);

  bind(socket, 'join-notifications', async (payload) => {
    const userId = own(socket, idFrom(payload, 'userId'));
    await socket.join(notificationRoom(userId));
    const joined = await notifications.join(userId);
    return { ...joined, notifications: joined.notifications.map(notificationView) };
  });

  bind(socket, 'mark-notification-read', async (payload) => {
    const userId = caller(socket);
    const notificationId = idFrom(payload, 'notificationId');
    const answer = { notificationId, unread: await notifications.markRead(userId, notificationId) };
    tell(userId, 'notification-read', answer);
    return answer;
  });

  bind(socket, 'mark-all-notifications-read', async (payload) => {
    const userId = own(socket, idFrom(payload, 'userId'));
    const answer = await notifications.markAllRead(userId);
    tell(userId, 'all-notifications-read', answer);
    return answer;
  });

  bind(socket, 'get-unread-count', async (payload) => {
    const count = await notifications.unread(own(socket, idFrom(payload, 'userId')));
    socket.emit('unread-count', { count });
    return { count };
  });
}
