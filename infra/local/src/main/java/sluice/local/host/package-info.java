/**
 * The functions' host: runs each instance of a function as a process of its own, started on demand
 * from the folder that is deployed to the cloud.
 *
 * <p>{@link sluice.local.host.FunctionsHost} accepts requests for every function on one port, picks
 * a free instance or starts one, and ends instances that are idle, too slow or told to. What runs
 * inside such a process is {@link sluice.local.host.instance.Instance}.
 */
@NullMarked
package sluice.local.host;

import org.jspecify.annotations.NullMarked;
