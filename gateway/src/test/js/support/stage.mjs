/**
 * The cluster that the scenarios use. The JUnit class that runs a scenario file starts the gateways and sets this variable;
 * it can be any running cluster:
 *
 *   PARLEY_STAGE='{"auth":"none","nodes":[{"socket":"http://127.0.0.1:5000","http":"http://127.0.0.1:8080","ops":"http://127.0.0.1:9090"}]}'
 *
 * With a single node all users connect to it.
 */
export const stage = JSON.parse(process.env.PARLEY_STAGE ?? 'null') ?? {
  auth: 'none',
  nodes: [{ socket: 'http://127.0.0.1:5000', http: 'http://127.0.0.1:8080', ops: 'http://127.0.0.1:9090' }],
};

export const node = (index) => stage.nodes[index % stage.nodes.length];

/** Each is false, or the reason why a scenario is skipped. */
export const withoutControl = stage.control ? false : 'this stage does not own its processes';
export const withoutOwnRedis = stage.redisCanBeKilled ? false : 'the Redis of this stage cannot be killed';
export const withoutOwnMongo = stage.mongoCanBeCut ? false : 'the MongoDB of this stage cannot be cut off';
export const withoutTokens = stage.auth === 'jwt' ? false : 'this stage takes no tokens';

async function control(method, path) {
  const answer = await fetch(`${stage.control}${path}`, { method, signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** Stops and starts the processes of the stage, and disturbs its MongoDB. */
export const operator = {
  killNode: (index) => control('POST', `/nodes/${index}/kill`),
  /** Stops the node with SIGTERM; completes when it has exited. */
  endNode: (index) => control('POST', `/nodes/${index}/end`),
  startNode: (index) => control('POST', `/nodes/${index}/start`),
  killRedis: () => control('POST', '/redis/kill'),
  startRedis: () => control('POST', '/redis/start'),
  /** MongoDB executes commands, and its replies are held back until it is restored. */
  hangMongoReplies: () => control('POST', '/mongo/hang-replies'),
  /** Delays each request to MongoDB and each reply, until it is restored. */
  delayMongo: (milliseconds) => control('POST', `/mongo/delay/${milliseconds}`),
  cutMongo: () => control('POST', '/mongo/cut'),
  restoreMongo: () => control('POST', '/mongo/restore'),
  /** `cut`, `hang`, `hang-replies`, `half-close`, `delay/MILLISECONDS` or `restore`, of `redis` or `mongo`. */
  disturb: (store, fault) => control('POST', `/${store}/${fault}`),
  /** The user's document, read from the database directly; null when there is none. */
  storedUser: (id) => control('GET', `/mongo/users/${id}`),
};
