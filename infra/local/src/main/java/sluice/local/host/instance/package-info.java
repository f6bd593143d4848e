/**
 * What runs inside the process of one instance of a function: the invoker's executor on a loopback
 * server; it sees nothing of the local cloud, and only the JDK, the invoker and this package are on
 * its class path.
 */
@NullMarked
package sluice.local.host.instance;

import org.jspecify.annotations.NullMarked;
