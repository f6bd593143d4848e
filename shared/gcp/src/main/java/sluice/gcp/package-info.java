/**
 * The ports on Google's clients, and a function's boundary: events and settings in, errors and logs
 * out.
 */
@NullMarked
package sluice.gcp;

import org.jspecify.annotations.NullMarked;
