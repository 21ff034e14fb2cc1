const MARGIN_MS = 60_000;
const SHORTEST_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The caller's token, fetched again through `getToken` before it expires. */
export class Tokens {
  /** @type {string | undefined} */
  #current;
  /** @type {Promise<string | undefined> | undefined} */
  #fetching;
  #getToken;

  /** @param {{ token?: string, getToken?: () => string | Promise<string> }} source */
  constructor({ token, getToken }) {
    this.#current = token;
    this.#getToken = getToken;
  }

  get canRefresh() {
    return this.#getToken !== undefined;
  }

  /** The claims of the current token. @returns {{ sub?: string, exp?: number }} */
  get claims() {
    try {
      const part = (this.#current ?? '').split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
      return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0))));
    } catch {
      return {};
    }
  }

  /** The current token, or a fresh one when there is none. @returns {Promise<string | undefined>} */
  async get() {
    return this.#current ?? this.refresh();
  }

  /** A fresh token. Calls at the same time share one fetch. @returns {Promise<string | undefined>} */
  refresh() {
    if (!this.#getToken) return Promise.resolve(this.#current);
    this.#fetching ??= Promise.resolve()
      .then(this.#getToken)
      .then((token) => (this.#current = token))
      .finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  /** Forgets a token that expired or was refused. */
  drop() {
    if (this.#getToken) this.#current = undefined;
  }

  /**
   * Milliseconds until the token is to be refreshed; undefined when it does not expire or cannot be refreshed.
   * @param {number} now the server's time
   */
  refreshIn(now) {
    const { exp } = this.claims;
    if (exp === undefined || !this.#getToken) return undefined;
    const left = exp * 1000 - now;
    return Math.min(Math.max(left - MARGIN_MS, left * 0.7, SHORTEST_MS), LONGEST_TIMER_MS);
  }
}
