// Headless Chromium with one page, driven by ChromeDriver over the WebDriver protocol.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';

const WITHIN_MS = 60_000;
const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'];

const isMissing = (program) => spawnSync(program, ['--version']).error !== undefined;

/** False, or the reason why no browser can be started. */
export const withoutBrowser = ['chromium', 'chromedriver'].some(isMissing) ? 'Chromium or ChromeDriver is missing' : false;

export async function openBrowser(page) {
  const port = await freePort();
  const driver = spawn('chromedriver', [`--port=${port}`], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  await eventually('ChromeDriver listens', async () => (await fetch(`${address}/status`)).ok, WITHIN_MS);
  const chrome = { alwaysMatch: { 'goog:chromeOptions': { args: ARGUMENTS } } };
  const { sessionId } = await command(`${address}/session`, { capabilities: chrome });
  const session = `${address}/session/${sessionId}`;
  const evaluate = (expression) => command(`${session}/execute/sync`, { script: `return (${expression})`, args: [] });
  const close = async () => {
    await fetch(session, { method: 'DELETE' });
    driver.kill();
  };
  try {
    await command(`${session}/url`, { url: page });
  } catch (failure) {
    await close();
    throw failure;
  }
  return { evaluate, waitUntil: (expression) => eventually(expression, () => evaluate(expression), WITHIN_MS), close };
}

async function command(url, body) {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(WITHIN_MS) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(value));
  return value;
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
