package sluice.local.faults;

import java.util.regex.Pattern;

/**
 * What happens when an object is there, however it was made: uploaded, copied or moved.
 *
 * @param name found anywhere in the object's name
 * @param nth the first matching object it happens to, from 1
 * @param count to how many in a row
 */
public record ObjectFault(Pattern name, int nth, int count, Runnable hook) {}
