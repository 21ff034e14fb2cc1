// Applications on the package, as the tests observe them: through their own state.
import assert from 'node:assert/strict';
import { connect } from 'parley-client';
import { node, stage } from '../../gateway/src/test/js/support/stage.mjs';
import { token } from '../../gateway/src/test/js/support/tokens.mjs';
import { scenario } from '../../gateway/src/test/js/support/world.mjs';

export const urls = (first) => stage.nodes.map((_, index) => node(first + index).socket);

/** The client of a person; `first` is the node that it tries first. */
export function clientOf(person, first = 0, options = {}) {
  const identity = person.token ? { getToken: () => token({ sub: person.id, role: person.role }) } : { userId: person.id };
  const socket = { transports: ['websocket'], reconnectionDelay: 200, reconnectionDelayMax: 1_000 };
  return connect(urls(first), { ...identity, api: node(first).http, socket, ...options });
}

/** A scenario whose clients are closed at its end. */
export const clientScenario = (name, play, options) =>
  scenario(
    name,
    async (world) => {
      const clients = [];
      const open = (...about) => {
        clients.push(clientOf(...about));
        return clients.at(-1);
      };
      try {
        await play(world, open);
      } finally {
        clients.forEach((client) => client.close());
      }
    },
    options,
  );

/** Watches a chat's state; every state that the application could show is checked. */
export class Watcher {
  states = 0;
  inserted = 0;
  repeated = 0;
  holes = 0;
  /** When each text was shown first. */
  shownAt = new Map();
  #seen = [];

  constructor(chat) {
    this.chat = chat;
    chat.subscribe((state) => this.#check(state));
  }

  get texts() {
    return this.#stored().map(({ content }) => content);
  }

  get seqs() {
    return this.#stored().map(({ seq }) => seq);
  }

  assertSound() {
    const { inserted, repeated, holes } = this;
    assert.deepEqual({ inserted, repeated, holes }, { inserted: 0, repeated: 0, holes: 0 });
  }

  #stored() {
    return this.chat.state.messages.filter(({ seq }) => seq !== undefined);
  }

  #check({ messages }) {
    this.states += 1;
    const keys = messages.map(({ key }) => key);
    const stored = this.#stored();
    this.repeated += keys.length - new Set(keys).size;
    this.holes += stored.filter(({ seq }, index) => index > 0 && seq !== stored[index - 1].seq + 1).length;
    const ids = stored.map(({ _id }) => _id);
    this.inserted += this.#seen.filter((id, index) => ids[index] !== id).length;
    this.#seen = ids;
    for (const { content } of stored.slice(-50)) if (!this.shownAt.has(content)) this.shownAt.set(content, Date.now());
  }
}
