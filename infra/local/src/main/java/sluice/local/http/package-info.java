/** A small router over the JDK's HTTP server, which keeps the raw path that object names need. */
@NullMarked
package sluice.local.http;

import org.jspecify.annotations.NullMarked;
