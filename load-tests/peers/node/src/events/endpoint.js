import { publicError, Rejection } from '../errors.js';

/** Binds an event: its result is the acknowledgement, its refusal the same or, without one, an `error` event. */
export function bind(socket, event, handle) {
  socket.on(event, async (...args) => {
    const ack = typeof args.at(-1) === 'function' ? args.pop() : undefined;
    try {
      const answer = await handle(...args);
      ack?.({ ok: true, ...answer });
    } catch (e) {
      const error = publicError(e);
      if (ack) ack({ ok: false, error });
      else socket.emit('error', { event, ...error });
    }
  });
}

export function caller(socket) {
  if (!socket.data.userId) throw new Rejection('not_identified');
  return socket.data.userId;
}

export function own(socket, userId) {
  if (caller(socket) !== userId) throw new Rejection('identity_mismatch');
  return userId;
}
