/**
 * The repositories on MongoDB. The only package that knows the driver, whose blocking operations run on threads of their own. Every operation has a deadline, and
 * every stage fails with {@code StorageException}; what is acknowledged is on a majority of the members.
 */
package dev.parley.core.mongo;
