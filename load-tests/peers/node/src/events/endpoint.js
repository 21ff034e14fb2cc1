import { publicError, Rejection } from '../errors.js';

/** Binds an event to a handler. Results and errors are acknowledged; without an acknowledgement an error is an `error` event. */
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
