/** The metadata server of the local cloud, for clients that look for default credentials. */
@NullMarked
package sluice.local.metadata;

import org.jspecify.annotations.NullMarked;
