/**
 * The delivery engine under events, push subscriptions and scheduled jobs: durable, with retries.
 */
@NullMarked
package sluice.local.delivery;

import org.jspecify.annotations.NullMarked;
