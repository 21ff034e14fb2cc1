/**
 * The sockets of this node by room and event loop, and the delivery of broadcasts to them. Packets are encoded before they come here;
 * nothing in it knows Redis. A socket receives broadcasts in the order of their delivery.
 */
package dev.parley.gateway.rooms;
