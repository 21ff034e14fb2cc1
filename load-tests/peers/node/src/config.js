import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

const options = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '5000' },
  'http-port': { type: 'string', default: '0' },
  redis: { type: 'string', default: 'redis://127.0.0.1:6379' },
  mongo: { type: 'string', default: 'mongodb://127.0.0.1:27017/parley' },
  adapter: { type: 'string', default: 'sharded' },
  'jwt-secret': { type: 'string', default: '' },
  'presence-audience': { type: 'string', default: 'everyone' },
  'presence-grace-ms': { type: 'string', default: '2000' },
  'rate-burst': { type: 'string', default: '20' },
  'rate-per-minute': { type: 'string', default: '120' },
  'sid-cookie': { type: 'string', default: '' },
  parley: { type: 'string', default: '' },
  'parley-token': { type: 'string', default: '' },
};

/** Each option can be set in the environment: `--http-port` is PEER_HTTP_PORT. The command line takes precedence. */
function fromEnvironment() {
  const found = {};
  for (const name of Object.keys(options)) {
    const value = process.env[`PEER_${name.toUpperCase().replaceAll('-', '_')}`];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

export function loadConfig(args = process.argv.slice(2)) {
  const given = parseArgs({ args, options: withoutDefaults() }).values;
  const value = (name) => given[name] ?? environment[name] ?? options[name].default;
  const environment = fromEnvironment();
  return {
    nodeId: randomBytes(6).toString('hex'),
    host: value('host'),
    port: Number(value('port')),
    httpPort: Number(value('http-port')),
    redis: value('redis'),
    mongo: value('mongo'),
    adapter: oneOf('adapter', value('adapter'), ['none', 'classic', 'sharded']),
    jwtSecret: value('jwt-secret'),
    audience: oneOf('presence-audience', value('presence-audience'), ['everyone', 'contacts']),
    presenceGraceMs: Number(value('presence-grace-ms')),
    sidCookie: value('sid-cookie'),
    parley: { url: value('parley'), token: value('parley-token') },
    rate: { burst: Number(value('rate-burst')), perMinute: Number(value('rate-per-minute')) },
  };
}

function withoutDefaults() {
  return Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
}

function oneOf(name, value, allowed) {
  if (!allowed.includes(value)) throw new Error(`--${name} is one of ${allowed.join(', ')}, not ${value}`);
  return value;
}
