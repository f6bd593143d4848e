/** The embedded local cloud: the services that Sluice's functions talk to, on loopback. */
@NullMarked
package sluice.local;

import org.jspecify.annotations.NullMarked;
