import { wired } from './ids.js';

/** A stored message as clients see it: plain JSON values, in the contract's order. */
export function messageView(m) {
  return {
    _id: wired(m._id),
    chatId: wired(m.chatId),
    seq: m.seq,
    sender: wired(m.sender),
    receiver: wired(m.receiver),
    content: m.content,
    messageType: m.messageType,
    media: m.media,
    ...(m.clientMessageId !== undefined && { clientMessageId: m.clientMessageId }),
    delivered: m.delivered,
    ...(m.deliveredAt && { deliveredAt: m.deliveredAt.toISOString() }),
    isRead: m.isRead,
    ...(m.readAt && { readAt: m.readAt.toISOString() }),
    createdAt: m.createdAt.toISOString(),
  };
}

export function notificationView(n) {
  return {
    _id: wired(n._id),
    userId: wired(n.userId),
    type: n.type,
    title: n.title,
    body: n.body,
    data: n.data ?? {},
    delivered: n.delivered,
    isRead: n.isRead,
    ...(n.readAt && { readAt: n.readAt.toISOString() }),
    createdAt: n.createdAt.toISOString(),
    ...(n.expiresAt && { expiresAt: n.expiresAt.toISOString() }),
  };
}

export function chatView(chat, unread) {
  return {
    _id: wired(chat._id),
    client: wired(chat.client),
    provider: wired(chat.provider),
    ...(chat.context !== undefined && { context: chat.context }),
    stage: chat.stage,
    status: chat.status,
    lastSeq: chat.lastSeq ?? 0,
    ...(chat.lastMessage && { lastMessage: messageView(chat.lastMessage) }),
    unread,
    createdAt: chat.createdAt.toISOString(),
    updatedAt: chat.updatedAt.toISOString(),
  };
}
