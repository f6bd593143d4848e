/** The Cloud Logging of the local cloud: entries on disk, a filter language, sinks into topics. */
@NullMarked
package sluice.local.logging;

import org.jspecify.annotations.NullMarked;
