/** @import { ReactNode } from 'react' */
/** @import { ParleyClient } from './client.js' */
import { createContext, createElement, useContext, useEffect, useSyncExternalStore } from 'react';

const Client = createContext(/** @type {ParleyClient | undefined} */ (undefined));

/**
 * Provides a client to the hooks below it.
 * @param {{ client: ParleyClient, children?: ReactNode }} props
 */
export const ParleyProvider = ({ client, children }) => createElement(Client.Provider, { value: client }, children);

/** The client of the nearest `ParleyProvider`. */
export function useParley() {
  const client = useContext(Client);
  if (!client) throw new Error('no ParleyProvider around this component');
  return client;
}

/** The state of the connection. */
export const useConnection = () => useStore(useParley());

/**
 * The state of a chat and what can be done with it. The chat is joined while the component is shown.
 * @param {string} chatId
 */
export function useChat(chatId) {
  const chat = useParley().chat(chatId);
  const state = useStore(chat);
  useEffect(() => {
    // A refusal is in the state.
    chat.join().catch(() => {});
    return () => chat.leave();
  }, [chat]);
  const { send, retry, discard, typing: onKey, stopTyping, markRead, loadOlder } = chat;
  return { ...state, send, retry, discard, onKey, stopTyping, markRead, loadOlder };
}

/**
 * Who of these users is online, by id.
 * @param {string | string[]} userIds
 */
export function usePresence(userIds) {
  const { presence } = useParley();
  const ids = JSON.stringify([userIds].flat());
  useEffect(() => presence.watch(JSON.parse(ids)), [presence, ids]);
  return useStore(presence);
}

/** The user's chats and notifications. */
export function useInbox() {
  const { inbox } = useParley();
  const state = useStore(inbox);
  useEffect(() => {
    inbox.open().catch(() => {});
    return () => inbox.close();
  }, [inbox]);
  const { markNotificationRead, markAllNotificationsRead } = inbox;
  return { ...state, markNotificationRead, markAllNotificationsRead };
}

/**
 * @template S
 * @param {{ subscribe: (listener: () => void) => () => void, getState: () => S }} store
 */
const useStore = (store) => useSyncExternalStore(store.subscribe, store.getState, store.getState);
