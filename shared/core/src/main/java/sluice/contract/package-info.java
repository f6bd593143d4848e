/** Schema contracts: what a file says of its columns, held against what its table has. */
@NullMarked
package sluice.contract;

import org.jspecify.annotations.NullMarked;
