const MOST_NODES = 8;

/** @typedef {{ nodeId: string, url: string, api: string, number?: number, state?: 'starting' | 'running' | 'killed' }} Node `state` if it can be killed */

const addressOf = (port) => `${location.protocol}//${location.hostname}:${port}`;

async function json(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

async function nodeAt(port) {
  const api = addressOf(port);
  const { nodeId, socketPort, canKill } = await json(`${api}/demo/node.json`);
  return { nodeId, api, url: addressOf(socketPort), canKill };
}

/** The nodes that can be killed, killed ones as well; fails unless the browser is on the same machine. @returns {Promise<Node[]>} */
export async function nodesOfProcess(api) {
  const { nodes } = await json(`${api}/demo/nodes`);
  return nodes.map(({ number, nodeId, ports, state }) => ({ number, nodeId, state, api: addressOf(ports.http), url: addressOf(ports.socket) }));
}

/** The nodes whose HTTP ports `?nodes=8080,8081` names, or this one and those of `--nodes`. @returns {Promise<Node[]>} */
export async function findNodes() {
  const named = new URLSearchParams(location.search).get('nodes');
  return named ? Promise.all(named.split(',').map(nodeAt)) : thisAndItsNeighbours();
}

/** The further nodes of one process have the ports beside those of the first. */
async function thisAndItsNeighbours() {
  const here = Number(location.port) || (location.protocol === 'https:' ? 443 : 80);
  const own = await nodeAt(here);
  const killable = own.canKill ? await nodesOfProcess(own.api).catch(() => []) : [];
  if (killable.length > 0) return killable;
  const others = await numberOfNodes().then((count) => neighbours(here, count)).catch(() => []);
  return [own, ...others].sort((a, b) => (a.url > b.url ? 1 : -1));
}

/** Only a service may ask, which everyone is with `--auth none`. */
const numberOfNodes = async () => (await json('/api/cluster')).nodes.length;

async function neighbours(here, count) {
  const found = [];
  for (const step of [1, -1]) {
    for (let port = here + step; found.length < Math.min(count, MOST_NODES) - 1; port += step) {
      const node = await nodeAt(port).catch(() => undefined);
      if (!node) break;
      found.push(node);
    }
  }
  return found;
}

/** A short name: what differs between the ids of the nodes of one process is their end. */
export const shortName = ({ nodeId }, nodes) => {
  const [, number] = /-(\d{1,2})$/.exec(nodeId) ?? [];
  return nodes.length > 1 && number ? `node ${number}` : nodeId.slice(0, 12);
};
