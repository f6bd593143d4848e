/** The Eventarc of the local cloud: finalized objects and published messages become CloudEvents. */
@NullMarked
package sluice.local.events;

import org.jspecify.annotations.NullMarked;
