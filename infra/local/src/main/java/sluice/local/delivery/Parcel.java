package sluice.local.delivery;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * Something to deliver once, or again.
 *
 * @param id unique in its queue, growing in the order of acceptance
 * @param due when it may be delivered next
 * @param attempts that have been made and have failed, or were leased and not acknowledged
 */
public record Parcel(String id, JsonObject content, Instant accepted, Instant due, int attempts) {}
