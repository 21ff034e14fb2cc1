/** @import { ParleyClient } from './client.js' */

/**
 * @typedef {{ channels?: { email?: boolean, push?: boolean, webhook?: boolean },
 *   quietHours?: { from: string, to: string, timeZone: string } }} ReminderPreferences what is left out has its default
 * @typedef {{ worker?: string, device?: string }} PushOptions `worker` is the path of the service worker, by default
 * `/push-worker.js`; `device` is the name of this browser, by default one that `localStorage` keeps
 */

const WORKER = '/push-worker.js';

/**
 * Subscribes this browser to reminders of unread messages. To be called on a click of the user, whom the browser asks, and after each
 * sign-in. Completes with false when the user refuses. The client needs the option `api`.
 * @param {ParleyClient} client
 * @param {PushOptions} [options]
 */
export async function enablePush(client, { worker = WORKER, device = deviceName() } = {}) {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { applicationServerKey } = await client.rest('GET', '/api/web-push');
  const { pushManager } = await activated(await navigator.serviceWorker.register(worker));
  const subscription = await subscribed(pushManager, { userVisibleOnly: true, applicationServerKey });
  await client.rest('PUT', await subscriptionPath(client, device), subscription);
  return true;
}

/**
 * Ends the subscription of this browser, before the user signs out.
 * @param {ParleyClient} client
 * @param {PushOptions} [options] as for `enablePush`
 */
export async function disablePush(client, { worker = WORKER, device = deviceName() } = {}) {
  await client.rest('DELETE', await subscriptionPath(client, device));
  const registration = await navigator.serviceWorker.getRegistration(worker);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/**
 * Which reminders the user wants.
 * @param {ParleyClient} client
 * @returns {Promise<ReminderPreferences>}
 */
export const reminderPreferences = async (client) => client.rest('GET', await userPath(client, 'preferences'));

/**
 * Replaces all preferences.
 * @param {ParleyClient} client
 * @param {ReminderPreferences} preferences
 */
export async function setReminderPreferences(client, preferences) {
  await client.rest('PUT', await userPath(client, 'preferences'), preferences);
}

/** A browser subscribes with an active worker only. @param {ServiceWorkerRegistration} registration */
async function activated(registration) {
  const worker = registration.installing ?? registration.waiting;
  while (worker && !registration.active) await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
  return registration;
}

/**
 * A subscription with an earlier key has to end first.
 * @param {PushManager} pushManager
 * @param {PushSubscriptionOptionsInit} options
 */
async function subscribed(pushManager, options) {
  try {
    return await pushManager.subscribe(options);
  } catch (failure) {
    if (/** @type {Error} */ (failure).name !== 'InvalidStateError') throw failure;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** A new subscription takes the place of the one before. */
function deviceName() {
  return (localStorage.parleyDevice ??= crypto.randomUUID());
}

/** @param {ParleyClient} client @param {string} device */
const subscriptionPath = (client, device) => userPath(client, `push-subscriptions/${encodeURIComponent(device)}`);

/** @param {ParleyClient} client @param {string} rest */
const userPath = async (client, rest) => `/api/users/${encodeURIComponent(client.userId ?? (await client.identified()))}/${rest}`;
