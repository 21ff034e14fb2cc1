import { messageView } from '../views.js';
import { idFrom } from '../ids.js';
import { parseMessage } from '../rules.js';
import { own, bind, caller } from './endpoint.js';

const TYPING_ENDS_AFTER_MS = 6000;

/** Stores a message and emits it to the room and the receiver. Also called by the REST route. */
export async function sendMessage(services, senderId, payload) {
  const { io, chats } = services;
  const chatId = idFrom(payload, 'chatId');
  const { message, duplicate } = await chats.send(senderId, chatId, parseMessage(payload));
  const view = messageView(message);
  if (duplicate) return { message: view, duplicate };
  io.to(chatId).emit('new-message', view);
  notifyReceiver(services, view).catch((e) => console.error('message-notification', e.message));
  return { message: view };
}

/** The sender does not wait for this. */
async function notifyReceiver({ io, chats }, message) {
  const { chatId, sender, receiver } = message;
  const unreadCount = await chats.unreadIn(chatId, receiver);
  io.to(receiver).emit('message-notification', { chatId, sender, message, unreadCount });
}

export function chatEvents(socket, services) {
  const { io, chats } = services;
  const typing = new Map();

  function tellTyping(chatId, isTyping) {
    socket.to(chatId).except(socket.data.userId).emit('user-typing', { chatId, userId: socket.data.userId, isTyping });
  }

  function stopTyping(chatId) {
    if (!typing.has(chatId)) return;
    clearTimeout(typing.get(chatId));
    typing.delete(chatId);
    tellTyping(chatId, false);
  }

  bind(socket, 'join-chat', async (payload) => {
    const userId = caller(socket);
    const chatId = idFrom(payload, 'chatId');
    const chat = await chats.findFor(chatId, userId);
    await socket.join(chatId);
    const receipt = await chats.markDelivered(chatId, userId);
    if (receipt) io.to(chatId).emit('messages-delivered', { chatId, userId, ...receipt });
    const [lastSeq, unread, history] = await Promise.all([
      chats.lastSeq(chat._id),
      chats.unreadIn(chatId, userId),
      chats.history(chatId, payload),
    ]);
    return { chatId, lastSeq, unread, messages: history.messages.map(messageView), hasMore: history.hasMore };
  });

  bind(socket, 'leave-chat', async (payload) => {
    const chatId = idFrom(payload, 'chatId');
    stopTyping(chatId);
    await socket.leave(chatId);
    return { chatId };
  });

  bind(socket, 'send-message', async (payload) => {
    const answer = await sendMessage(services, caller(socket), payload);
    stopTyping(answer.message.chatId);
    return answer;
  });

  bind(socket, 'typing-start', async (payload) => {
    const chatId = idFrom(payload?.roomId ?? payload?.chatId, 'chatId');
    const userId = own(socket, payload.userId ?? caller(socket));
    const chat = await chats.findFor(chatId, userId);
    if (await chats.isBlocked(chat, userId)) return;
    clearTimeout(typing.get(chatId));
    typing.set(chatId, setTimeout(() => stopTyping(chatId), TYPING_ENDS_AFTER_MS));
    tellTyping(chatId, true);
  });

  bind(socket, 'typing-stop', async (payload) => stopTyping(idFrom(payload?.roomId ?? payload?.chatId, 'chatId')));

  bind(socket, 'mark-messages-read', async (payload) => {
    const userId = caller(socket);
    const chatId = idFrom(payload, 'chatId');
    const chat = await chats.findFor(chatId, userId);
    const receipt = await chats.markRead(chatId, userId, payload.upToSeq);
    const blocked = receipt.readCount > 0 && (await chats.isBlocked(chat, userId));
    if (receipt.readCount > 0) io.to(blocked ? [userId] : [chatId, userId]).emit('messages-read', { chatId, userId, ...receipt });
    return { chatId, readCount: receipt.readCount, upToSeq: receipt.upToSeq };
  });

  socket.on('disconnecting', () => [...typing.keys()].forEach(stopTyping));
}
