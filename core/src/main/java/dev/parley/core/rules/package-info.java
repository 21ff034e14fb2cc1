/**
 * The client-provider message rules: facts are loaded from the stores, each rule decides over them as a pure function, and the
 * rules file sets modes and numbers. Time is linear in the length of a text.
 */
package dev.parley.core.rules;
