import { Rejection } from '../errors.js';
import { idFrom } from '../ids.js';
import { verifyToken } from '../tokens.js';
import { bind, caller, own } from './endpoint.js';

const MAX_USERS = 100;

export function connectionEvents(socket, { config, presence, notifications }) {
  bind(socket, 'user-join', async (payload) => {
    const userId = idFrom(payload, 'userId');
    if (socket.data.userId === undefined) socket.data.userId = userId;
    own(socket, userId);
    if (!socket.data.joined) {
      socket.data.joined = true;
      await socket.join(userId);
      await presence.connected(userId);
    }
    const unreadNotifications = await notifications.unread(userId);
    return { userId, role: socket.data.role, serverTime: new Date().toISOString(), unreadNotifications };
  });

  bind(socket, 'get-online-status', async (payload) => {
    const ids = Array.isArray(payload) ? payload : [payload];
    if (ids.length > MAX_USERS) throw new Rejection('invalid_payload');
    const users = await Promise.all(ids.map((id) => presence.stateAnywhere(idFrom(id, 'userId'))));
    const answers = users.map(({ userId, isOnline, lastActive }) => ({ userId, isOnline, lastActive }));
    for (const answer of answers) socket.emit('online-status', answer);
    return Array.isArray(payload) ? { users: answers } : answers[0];
  });

  bind(socket, 'set-online-status', async ({ userId, isOnline } = {}) => {
    own(socket, userId);
    if (typeof isOnline !== 'boolean') throw new Rejection('invalid_payload');
    await presence.setVisible(userId, isOnline);
    return { userId, isOnline };
  });

  bind(socket, 'refresh-token', async ({ token } = {}) => {
    const identity = verifyToken(token, config.jwtSecret);
    if (identity.userId !== caller(socket)) throw new Rejection('identity_mismatch');
    return { expiresAt: identity.expiresAt?.toISOString() };
  });

  socket.on('disconnect', () => {
    if (socket.data.joined) presence.disconnected(socket.data.userId);
  });
}
