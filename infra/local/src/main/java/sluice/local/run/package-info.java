/** {@code deploy.sh local}: the example company, the local cloud and Sluice on one machine. */
@NullMarked
package sluice.local.run;

import org.jspecify.annotations.NullMarked;
