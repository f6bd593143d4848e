/** The Cloud Storage of the local cloud: its JSON API over files and a durable index of objects. */
@NullMarked
package sluice.local.storage;

import org.jspecify.annotations.NullMarked;
