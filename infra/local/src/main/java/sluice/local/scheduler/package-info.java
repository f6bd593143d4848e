/** The Cloud Scheduler of the local cloud. */
@NullMarked
package sluice.local.scheduler;

import org.jspecify.annotations.NullMarked;
