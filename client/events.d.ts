// The events of Parley, for socket.io-client:
//
//   const socket: ParleySocket = io(url, { auth: { token } });
//   const reply = await socket.emitWithAck('join-chat', { chatId, afterSeq });
//
// Times are ISO-8601 strings with milliseconds and Z.

import type { Socket } from 'socket.io-client';

export type ChatStage =
  | 'inquiry'
  | 'booked'
  | 'completed';

export type ChatStatus =
  | 'open'
  | 'closed';

export type ErrorCode =
  | 'invalid_payload'
  | 'message_too_long'
  | 'not_identified'
  | 'identity_mismatch'
  | 'forbidden'
  | 'chat_not_found'
  | 'notification_not_found'
  | 'account_suspended'
  | 'role_not_allowed'
  | 'chat_closed'
  | 'cannot_start_chat'
  | 'recipient_unavailable'
  | 'awaiting_reply'
  | 'new_conversation_limit'
  | 'contact_details_blocked'
  | 'refused_by_hook'
  | 'attachment_not_allowed'
  | 'attachment_too_large'
  | 'rate_limited'
  | 'token_missing'
  | 'token_invalid'
  | 'token_expired'
  | 'unavailable'
  | 'internal';

export type MessageType =
  | 'text'
  | 'image'
  | 'file'
  | 'audio'
  | 'video'
  | 'custom'
  | 'system';

export type Role =
  | 'client'
  | 'provider'
  | 'service';

export interface AllNotificationsReadPayload {
  readCount: number;
  unread: number;
}

export interface ChatIdPayload {
  chatId: string;
}

export interface ErrorPayload {
  event?: string;
  code: ErrorCode;
  message: string;
  rule?: string;
  retryAfterMs?: number;
  details?: Record<string, unknown>;
}

export type GetOnlineStatusPayload =
  | { userId: string }
  | { userIds: string[] };

export type GetOnlineStatusReply = OnlineStatusPayload | OnlineStatusListReply;

export interface JoinChatPayload {
  chatId: string;
  afterSeq?: number;
  limit?: number;
}

export interface JoinChatReply {
  chatId: string;
  lastSeq: number;
  unread: number;
  messages: MessagePayload[];
  hasMore: boolean;
}

export interface JoinNotificationsReply {
  unread: number;
  notifications: NotificationPayload[];
  hasMore: boolean;
}

export interface LeaveChatReply {
  chatId: string;
}

export interface MarkMessagesReadPayload {
  chatId: string;
  upToSeq?: number;
}

export interface MarkMessagesReadReply {
  chatId: string;
  readCount: number;
  upToSeq: number;
}

export interface MarkNotificationReadPayload {
  notificationId: string;
}

export interface MediaPayload {
  url: string;
  type?: string;
  name?: string;
  size?: number;
}

export interface MessageNotificationPayload {
  chatId: string;
  sender: string;
  message: MessagePayload;
  unreadCount: number;
}

export interface MessagePayload {
  _id: string;
  chatId: string;
  seq: number;
  sender: string;
  receiver: string;
  content: string;
  messageType: MessageType;
  media: MediaPayload[];
  data?: Record<string, unknown>;
  clientMessageId?: string;
  delivered: boolean;
  deliveredAt?: string;
  isRead: boolean;
  readAt?: string;
  masked?: string[];
  createdAt: string;
}

export interface MessagesDeliveredPayload {
  chatId: string;
  userId: string;
  upToSeq: number;
  deliveredAt: string;
}

export interface MessagesReadPayload {
  chatId: string;
  userId: string;
  upToSeq: number;
  readCount: number;
  readAt: string;
}

export interface NotificationPayload {
  _id: string;
  userId: string;
  type: string;
  title: string;
  body: string;
  data: Record<string, unknown>;
  delivered: boolean;
  isRead: boolean;
  readAt?: string;
  createdAt: string;
  expiresAt?: string;
}

export interface NotificationReadPayload {
  notificationId: string;
  unread: number;
}

export interface OnlineStatusListReply {
  users: OnlineStatusPayload[];
}

export interface OnlineStatusPayload {
  userId: string;
  isOnline: boolean;
  lastActive: string | null;
}

export interface RefreshTokenPayload {
  token: string;
}

export interface RefreshTokenReply {
  expiresAt: string | null;
}

export interface ResyncPayload {
  reason: string;
  since: string;
}

export interface SendAllowanceReply {
  canSend: boolean;
  rule?: string;
  remaining?: number;
  retryAfterMs?: number;
}

export interface SendMessagePayload {
  chatId: string;
  content: string;
  messageType?: MessageType;
  media?: (MediaPayload | string)[];
  data?: Record<string, unknown>;
  clientMessageId?: string;
}

export interface SendMessageReply {
  message: MessagePayload;
  duplicate?: boolean;
}

export interface ServerDrainingPayload {
  reconnectAfterMs: number;
}

export interface SetOnlineStatusPayload {
  userId: string;
  isOnline: boolean;
}

export interface SetOnlineStatusReply {
  userId: string;
  isOnline: boolean;
}

export type TypingPayload =
  | { chatId: string; userId?: string }
  | { roomId: string; userId?: string };

export interface UnreadCountPayload {
  count: number;
}

export interface UserJoinReply {
  userId: string;
  role: Role | null;
  serverTime: string;
  unreadNotifications: number;
}

export interface UserPayload {
  userId: string;
}

export interface UserStatusChangedPayload {
  userId: string;
  isOnline: boolean;
  lastActive: string;
  version: number;
}

export interface UserTypingPayload {
  chatId: string;
  userId: string;
  isTyping: boolean;
}

export interface WireError {
  code: ErrorCode;
  message: string;
  rule?: string;
  retryAfterMs?: number;
  details?: Record<string, unknown>;
}

export interface ClientToServerEvents {
  'user-join': (payload: string | UserPayload, ack: (reply: Reply<UserJoinReply>) => void) => void;
  'join-chat': (payload: string | JoinChatPayload, ack: (reply: Reply<JoinChatReply>) => void) => void;
  'leave-chat': (payload: string | ChatIdPayload, ack: (reply: Reply<LeaveChatReply>) => void) => void;
  'send-message': (payload: SendMessagePayload, ack: (reply: Reply<SendMessageReply>) => void) => void;
  'typing-start': (payload: TypingPayload, ack: (reply: Reply<{}>) => void) => void;
  'typing-stop': (payload: TypingPayload, ack: (reply: Reply<{}>) => void) => void;
  'mark-messages-read': (payload: MarkMessagesReadPayload, ack: (reply: Reply<MarkMessagesReadReply>) => void) => void;
  'get-online-status': (payload: string | string[] | GetOnlineStatusPayload, ack: (reply: Reply<GetOnlineStatusReply>) => void) => void;
  'set-online-status': (payload: SetOnlineStatusPayload, ack: (reply: Reply<SetOnlineStatusReply>) => void) => void;
  'join-notifications': (payload: string | UserPayload, ack: (reply: Reply<JoinNotificationsReply>) => void) => void;
  'mark-notification-read': (payload: MarkNotificationReadPayload | string, ack: (reply: Reply<NotificationReadPayload>) => void) => void;
  'mark-all-notifications-read': (payload: string | UserPayload, ack: (reply: Reply<AllNotificationsReadPayload>) => void) => void;
  'get-unread-count': (payload: string | UserPayload, ack: (reply: Reply<UnreadCountPayload>) => void) => void;
  'get-send-allowance': (payload: ChatIdPayload, ack: (reply: Reply<SendAllowanceReply>) => void) => void;
  'refresh-token': (payload: RefreshTokenPayload, ack: (reply: Reply<RefreshTokenReply>) => void) => void;
}

export interface ServerToClientEvents {
  'new-message': (payload: MessagePayload) => void;
  'message-notification': (payload: MessageNotificationPayload) => void;
  'messages-delivered': (payload: MessagesDeliveredPayload) => void;
  'messages-read': (payload: MessagesReadPayload) => void;
  'user-typing': (payload: UserTypingPayload) => void;
  'online-status': (payload: OnlineStatusPayload) => void;
  'user-status-changed': (payload: UserStatusChangedPayload) => void;
  'new-notification': (payload: NotificationPayload) => void;
  'notification-read': (payload: NotificationReadPayload) => void;
  'all-notifications-read': (payload: AllNotificationsReadPayload) => void;
  'unread-count': (payload: UnreadCountPayload) => void;
  'resync': (payload: ResyncPayload) => void;
  'server-draining': (payload: ServerDrainingPayload) => void;
  'error': (payload: ErrorPayload) => void;
}

export type Reply<T> = ({ ok: true } & T) | { ok: false; error: WireError };

export type PayloadOf<E extends keyof ClientToServerEvents> = Parameters<ClientToServerEvents[E]>[0];

export type ReplyOf<E extends keyof ClientToServerEvents> = Extract<
  Parameters<Parameters<ClientToServerEvents[E]>[1]>[0],
  { ok: true }
>;

/** Types `emitWithAck`, and `emit` with an acknowledgement and without one. */
export type ParleySocket = Socket<ServerToClientEvents, ClientToServerEvents> & {
  emit<E extends keyof ClientToServerEvents>(event: E, payload: PayloadOf<E>): unknown;
};
