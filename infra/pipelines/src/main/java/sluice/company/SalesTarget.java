package sluice.company;

import java.math.BigDecimal;
import java.time.YearMonth;

/** What a shop is expected to sell in a month, in yen. */
public record SalesTarget(String shopCode, YearMonth month, BigDecimal target, String planner) {}
