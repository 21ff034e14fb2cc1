/**
 * Where the scenarios play. The JUnit class that runs a scenario file starts the gateways and says here where they are;
 * by hand it can be any running cluster:
 *
 *   PARLEY_STAGE='{"auth":"none","nodes":[{"socket":"http://127.0.0.1:5000","http":"http://127.0.0.1:8080","ops":"http://127.0.0.1:9090"}]}'
 *
 * With one node, every person is on that one.
 */
export const stage = JSON.parse(process.env.PARLEY_STAGE ?? 'null') ?? {
  auth: 'none',
  nodes: [{ socket: 'http://127.0.0.1:5000', http: 'http://127.0.0.1:8080', ops: 'http://127.0.0.1:9090' }],
};

export const node = (index) => stage.nodes[index % stage.nodes.length];

/** Each is false, or the reason why a scenario that needs it cannot be played here. */
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

/** Ends and starts the processes of the stage, as an operator with a heavy hand would. */
export const operator = {
  killNode: (index) => control('POST', `/nodes/${index}/kill`),
  /** Lets it finish, as an orchestrator does; completes when it has. */
  endNode: (index) => control('POST', `/nodes/${index}/end`),
  startNode: (index) => control('POST', `/nodes/${index}/start`),
  killRedis: () => control('POST', '/redis/kill'),
  startRedis: () => control('POST', '/redis/start'),
  /** MongoDB does what it is asked to, and nobody hears of it until it is restored. */
  hangMongoReplies: () => control('POST', '/mongo/hang-replies'),
  /** Each request to MongoDB and each reply takes this long, until it is restored. */
  delayMongo: (milliseconds) => control('POST', `/mongo/delay/${milliseconds}`),
  cutMongo: () => control('POST', '/mongo/cut'),
  restoreMongo: () => control('POST', '/mongo/restore'),
  /** The user's document as another reader of the database sees it; null when there is none. */
  storedUser: (id) => control('GET', `/mongo/users/${id}`),
};
