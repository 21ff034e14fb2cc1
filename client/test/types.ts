// Compiled, not run: what the types must accept, and with @ts-expect-error what they must refuse.
import { io } from 'socket.io-client';
import type { ErrorCode, MessagePayload, ParleySocket } from 'parley-client/events';
import { connect, type ChatMessage } from 'parley-client';
import { useChat } from 'parley-client/react';
import { disablePush, enablePush, setReminderPreferences } from 'parley-client/push';
import { parley } from 'parley-client/server';

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const check = <T extends true>(_: T | undefined) => {};

const socket: ParleySocket = io('http://127.0.0.1:5000');

export async function requests(chatId: string) {
  const reply = await socket.emitWithAck('join-chat', { chatId, afterSeq: 3 });
  if (reply.ok) check<Is<typeof reply.messages, MessagePayload[]>>(true);
  else check<Is<typeof reply.error.code, ErrorCode>>(true);

  await socket.timeout(5000).emitWithAck('send-message', { chatId, content: '', media: ['https://example.org/a.png'] });
  socket.emit('typing-start', { roomId: chatId });
  socket.emit('get-online-status', ['ann', 'ben'], (answer) => answer.ok);
  socket.on('new-message', ({ seq }) => check<Is<typeof seq, number>>(true));

  // @ts-expect-error neither chatId nor roomId
  socket.emit('typing-start', { userId: 'ann' });
  // @ts-expect-error no such type
  await socket.emitWithAck('send-message', { chatId, content: '', messageType: 'letter' });
  // @ts-expect-error no such event
  socket.emit('send', { chatId });
  // @ts-expect-error no such code
  if (!reply.ok && reply.error.code === 'nothing') return;
}

export async function application() {
  const client = connect(['http://127.0.0.1:5000'], { getToken: async () => 'token', userId: 'ann' });
  const { messages } = await client.chat('c').join();
  check<Is<typeof messages, ChatMessage[]>>(true);
  check<Is<(typeof messages)[0]['status'], 'sending' | 'failed' | 'sent' | 'delivered' | 'read'>>(true);
  const message = await client.chat('c').send({ content: 'hello', media: ['https://example.org/a.png'] });
  check<Is<typeof message.seq, number>>(true);
  const { send, unread } = useChat('c');
  check<Is<typeof unread, number>>(true);
  await send('hello');
  check<Is<Awaited<ReturnType<typeof enablePush>>, boolean>>(true);
  await enablePush(client, { worker: '/worker.js' });
  await disablePush(client);
  await setReminderPreferences(client, { channels: { email: false } });
  // @ts-expect-error quiet hours have an end and a time zone
  await setReminderPreferences(client, { quietHours: { from: '22:00' } });
  const isOnline = await parley({ url: 'http://127.0.0.1:8080', token: 'token' }).isUserOnline('ann');
  check<Is<typeof isOnline, boolean>>(true);
}
