/** Time limits for futures. */
package dev.parley.core.deadline;
