/** Routing: from objects that anyone drops to the table whose pattern takes them. */
@NullMarked
package sluice.routing;

import org.jspecify.annotations.NullMarked;
