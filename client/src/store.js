/**
 * An immutable state with listeners, in the shape that React's `useSyncExternalStore` takes.
 * @template S
 */
export class Store {
  /** @type {Set<(state: S) => void>} */
  #listeners = new Set();

  /** @param {S} state */
  constructor(state) {
    this.state = state;
  }

  /** @returns {S} */
  getState = () => this.state;

  /**
   * Calls the listener after each change. Returns the function that ends it.
   * @param {(state: S) => void} listener
   * @returns {() => void}
   */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /**
   * @protected
   * @param {Partial<S>} change
   */
  _set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of [...this.#listeners]) {
      try {
        listener(this.state);
      } catch (error) {
        // The listener's own fault is reported as uncaught; the other listeners are still called.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
