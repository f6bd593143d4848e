/** Amazon S3, as far as hand-overs need it. */
@NullMarked
package sluice.local.s3;

import org.jspecify.annotations.NullMarked;
