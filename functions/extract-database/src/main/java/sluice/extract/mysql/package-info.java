/** MySQL and MariaDB: rows by the binary protocol, streamed, in one moment. */
@NullMarked
package sluice.extract.mysql;

import org.jspecify.annotations.NullMarked;
