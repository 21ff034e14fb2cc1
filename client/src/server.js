import { rest } from './rest.js';

export { ParleyError } from './error.js';

/**
 * @typedef {{ type: string, title: string, body: string, data?: Record<string, unknown>, expiresAt?: string | Date,
 *   clientNotificationId?: string }} Notification the same `clientNotificationId` is stored once per receiver
 * @typedef {{ userId: string, isOnline: boolean, lastActive: string | null, connections: number }} Status
 */

/**
 * The REST API of Parley for a back end. Each call fails with a `ParleyError`.
 * @param {{ url: string, token?: string | (() => string | Promise<string>) }} options `token` has the role `service`
 */
export function parley({ url, token }) {
  const call = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body = undefined) =>
    rest(url, typeof token === 'function' ? await token() : token, method, path, body);
  return {
    /**
     * Stores a notification for a user, or for each of up to 1000, and emits `new-notification`.
     * @param {string | string[]} receiver
     * @param {Notification} notification
     * @returns {Promise<any>}
     */
    sendNotification: (receiver, notification) =>
      call('POST', '/api/notifications', { ...(Array.isArray(receiver) ? { userIds: receiver } : { userId: receiver }), ...notification }),

    /**
     * Emits `new-notification` with these fields to the user's sockets, and stores nothing.
     * @param {string} userId
     * @param {Record<string, unknown>} notification
     * @returns {Promise<void>}
     */
    sendNotificationToUser: (userId, notification) => call('POST', '/api/notifications/emit', { userId, notification }),

    /** @param {string} userId @returns {Promise<boolean>} */
    isUserOnline: async (userId) => (await call('GET', `/api/presence/${encodeURIComponent(userId)}`)).isOnline,

    /** @param {string} userId @returns {Promise<Status>} */
    presenceOf: (userId) => call('GET', `/api/presence/${encodeURIComponent(userId)}`),

    /** Any other REST request. */
    call,
  };
}
