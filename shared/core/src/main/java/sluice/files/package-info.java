/** Landed files made of text: read as they flow by, checked, and rewritten where that is needed. */
@NullMarked
package sluice.files;

import org.jspecify.annotations.NullMarked;
