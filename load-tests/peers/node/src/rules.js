import { Rejection } from './errors.js';

const TYPES = new Set(['text', 'image', 'file', 'audio', 'video']);
const MAX_CODE_POINTS = 4000;
const MAX_MEDIA = 10;
const MAX_MEDIA_BYTES = 10 * 1024 * 1024;

/** Checks payload and attachments, without a database call. */
export function parseMessage({ content = '', messageType = 'text', media = [], clientMessageId } = {}) {
  if (typeof content !== 'string' || !TYPES.has(messageType) || !Array.isArray(media)) throw invalid();
  if (clientMessageId !== undefined && (typeof clientMessageId !== 'string' || clientMessageId.length > 128)) throw invalid();
  const text = content.trim();
  if (text.length > MAX_CODE_POINTS && [...text].length > MAX_CODE_POINTS) throw new Rejection('message_too_long', { rule: 'payload' });
  const files = media.map((each) => (typeof each === 'string' ? { url: each } : each));
  if (text === '' && files.length === 0) throw invalid();
  if (files.length > MAX_MEDIA || !files.every(hasWebAddress)) throw new Rejection('attachment_not_allowed', { rule: 'attachments' });
  if (files.some(({ size = 0 }) => size > MAX_MEDIA_BYTES)) throw new Rejection('attachment_too_large', { rule: 'attachments' });
  return { content: text, messageType, media: files, clientMessageId };
}

/** The enforced rules between sender and receiver, in the contract's order. */
export function checkSender({ chat, sender, receiver, senderId, receiverId }) {
  if (sender?.suspended) throw new Rejection('account_suspended', { rule: 'account' });
  if (chat.status === 'closed') throw new Rejection('chat_closed', { rule: 'chat-state' });
  if ((chat.lastSeq ?? 0) === 0 && senderId !== String(chat.client)) throw new Rejection('cannot_start_chat', { rule: 'start' });
  if (hasBlocked(sender, receiverId) || hasBlocked(receiver, senderId)) throw new Rejection('recipient_unavailable', { rule: 'block' });
}

export const hasBlocked = (user, otherId) => user?.blocked?.some((id) => String(id) === otherId) ?? false;

const invalid = () => new Rejection('invalid_payload', { rule: 'payload' });

function hasWebAddress(file) {
  return typeof file?.url === 'string' && /^https?:\/\//.test(file.url) && URL.canParse(file.url);
}
