import { element } from './dom.js';

const dialog = document.querySelector('dialog');

/** Asks the server what each rule says about a message, and shows it. */
export async function explainRules(client, message) {
  const { canSend, decisions } = await client.rest('POST', '/api/rules/explain', message);
  dialog.querySelector('.verdict').textContent = canSend
    ? 'This message can be sent.'
    : 'This message is refused; nothing of it is stored.';
  dialog.querySelector('tbody').replaceChildren(...decisions.map(rowOf));
  dialog.showModal();
}

function rowOf({ rule, mode, allowed, code, reason }) {
  const says = allowed ? 'allows' : `${reason ?? code} (${code})`;
  const cells = [rule, mode, says].map((text) => element('td', { text }));
  return element('tr', { className: allowed ? 'allows' : mode }, ...cells);
}
