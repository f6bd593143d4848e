/** The Pub/Sub of the local cloud: topics, pull and push subscriptions, dead letters. */
@NullMarked
package sluice.local.pubsub;

import org.jspecify.annotations.NullMarked;
