import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { connect } from 'parley-client';
import { ParleyProvider, useChat, useConnection, usePresence } from 'parley-client/react';

function Chat({ chatId, peer }) {
  const { status } = useConnection();
  const { messages, typing, unread, hasOlder, send, retry, onKey, markRead, loadOlder } = useChat(chatId);
  const isOnline = usePresence(peer)[peer]?.isOnline;
  useEffect(() => void (unread > 0 && markRead()), [unread]);
  const submit = (event) => {
    event.preventDefault();
    const { value } = event.target.elements.text;
    if (value.trim()) send(value);
    event.target.reset();
  };
  return (
    <section data-status={status}>
      <h2>{peer} is {isOnline ? 'online' : 'offline'}</h2>
      {hasOlder && <button onClick={loadOlder}>Earlier messages</button>}
      <ol role="log">
        {messages.map(({ key, content, status, isMine, error }) => (
          <li key={key} className={isMine ? 'mine' : ''}>
            <bdi>{content}</bdi> {isMine && <small>{error?.message ?? status}</small>}
            {status === 'failed' && <button onClick={() => retry(key)}>Send again</button>}
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        <input name="text" aria-label="Message" autoComplete="off" onChange={onKey} /> <button>Send</button>
      </form>
      <p aria-live="polite">{typing.length > 0 && `${peer} is typing`}</p>
    </section>
  );
}

export const mount = (element, { url, getToken, chatId, peer }) =>
  createRoot(element).render(<ParleyProvider client={connect(url, { getToken })}><Chat chatId={chatId} peer={peer} /></ParleyProvider>);
