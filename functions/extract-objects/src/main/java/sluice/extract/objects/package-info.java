/** Amazon S3, as a bucket that somebody hands objects over in. */
@NullMarked
package sluice.extract.objects;

import org.jspecify.annotations.NullMarked;
