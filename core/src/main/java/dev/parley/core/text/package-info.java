/**
 * What text must be so that every store and every client holds the same: well-formed Unicode; its beginning, and its hash. Pure
 * functions.
 */
package dev.parley.core.text;
