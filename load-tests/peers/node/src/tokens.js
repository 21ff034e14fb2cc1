import jwt from 'jsonwebtoken';
import { Rejection } from './errors.js';

export function verifyToken(token, secret) {
  if (!token) throw new Rejection('token_missing');
  try {
    const { sub, role, exp } = jwt.verify(token, secret, { algorithms: ['HS256'] });
    return { userId: sub, role, expiresAt: exp && new Date(exp * 1000) };
  } catch (e) {
    throw new Rejection(e.name === 'TokenExpiredError' ? 'token_expired' : 'token_invalid');
  }
}

/** Checks the token before the namespace is entered. */
export function authenticate(secret) {
  return (socket, next) => {
    try {
      const { userId, role } = verifyToken(socket.handshake.auth.token, secret);
      Object.assign(socket.data, { userId, role });
      next();
    } catch ({ code }) {
      next(Object.assign(new Error('unauthorized'), { data: { code } }));
    }
  };
}
