/** @import { OnlineStatusPayload, UserStatusChangedPayload } from '../events.js' */
/** @import { ParleyClient } from './client.js' */
import { Store } from './store.js';

const MOST_USERS = 100;

/**
 * @typedef {{ userId: string, isOnline: boolean, lastActive: string | null, version?: number }} UserPresence
 */

/**
 * Who is online: the state has each watched user under the id. A change with an older version is ignored.
 * @extends {Store<Record<string, UserPresence>>}
 */
export class Presence extends Store {
  #client;
  /** @type {Map<string, number>} */
  #watched = new Map();
  /** @type {Set<string>} */
  #toAsk = new Set();
  /** Changes so far: a reply is older than a change that arrived after its request. @type {Map<string, number>} */
  #changes = new Map();
  #isHidden = false;

  /** @param {ParleyClient} client */
  constructor(client) {
    super({});
    this.#client = client;
  }

  /**
   * Keeps these users in the state. Returns the function that ends it.
   * @param {string | string[]} userIds
   */
  watch = (userIds) => {
    const ids = [userIds].flat();
    ids.forEach((id) => this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1));
    this.#ask(ids.filter((id) => !this.state[id]));
    return () => ids.forEach((id) => this.#unwatch(id));
  };

  /** Shows this user as offline, until set to false. @param {boolean} isHidden */
  appearOffline = async (isHidden) => {
    this.#isHidden = isHidden;
    await this.#client.insist('set-online-status', { userId: this.#client.userId ?? '', isOnline: !isHidden });
  };

  _resume() {
    this.#ask([...this.#watched.keys()]);
    if (this.#isHidden) this.appearOffline(true).catch(() => {});
  }

  /** @param {UserStatusChangedPayload} change */
  _changed(change) {
    const { userId, version } = change;
    const known = this.state[userId];
    if (!this.#watched.has(userId) || version <= (known?.version ?? -1)) return;
    this.#changes.set(userId, (this.#changes.get(userId) ?? 0) + 1);
    this._set({ [userId]: change });
  }

  /** Questions of one moment are one request. @param {string[]} userIds */
  #ask(userIds) {
    if (this.#toAsk.size === 0 && userIds.length > 0) queueMicrotask(() => this.#askNow());
    userIds.forEach((id) => this.#toAsk.add(id));
  }

  #askNow() {
    const ids = [...this.#toAsk];
    this.#toAsk.clear();
    for (let at = 0; at < ids.length; at += MOST_USERS) this.#query(ids.slice(at, at + MOST_USERS)).catch(() => {});
  }

  /** @param {string[]} userIds */
  async #query(userIds) {
    const before = new Map(userIds.map((id) => [id, this.#changes.get(id)]));
    const reply = await this.#client.insist('get-online-status', userIds);
    const users = /** @type {{ users: OnlineStatusPayload[] }} */ (reply).users;
    const current = users.filter(({ userId }) => this.#changes.get(userId) === before.get(userId));
    const known = current.map(({ userId, isOnline, lastActive }) => {
      return [userId, { userId, isOnline, lastActive, version: this.state[userId]?.version }];
    });
    this._set(Object.fromEntries(known));
  }

  /** @param {string} userId */
  #unwatch(userId) {
    const left = (this.#watched.get(userId) ?? 1) - 1;
    if (left > 0) {
      this.#watched.set(userId, left);
      return;
    }
    this.#watched.delete(userId);
    const { [userId]: _, ...others } = this.state;
    this.state = others;
  }
}
