/**
 * What goes wrong on purpose: requests that fail, events that get lost, late, doubled, mixed up.
 */
@NullMarked
package sluice.local.faults;

import org.jspecify.annotations.NullMarked;
