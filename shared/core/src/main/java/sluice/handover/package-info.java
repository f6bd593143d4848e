/** Taking over what others hand over in buckets of theirs. */
@NullMarked
package sluice.handover;

import org.jspecify.annotations.NullMarked;
