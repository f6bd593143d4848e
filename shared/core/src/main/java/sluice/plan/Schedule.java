package sluice.plan;

/**
 * When something is woken.
 *
 * @param cron five fields, as Cloud Scheduler reads them
 * @param timeZone an IANA name, like {@code Asia/Tokyo}
 */
public record Schedule(String cron, String timeZone) {}
