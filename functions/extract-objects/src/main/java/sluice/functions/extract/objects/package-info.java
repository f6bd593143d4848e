/** The extract-objects function. */
@NullMarked
package sluice.functions.extract.objects;

import org.jspecify.annotations.NullMarked;
