package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.company.CompanyDatabases;
import sluice.company.CompanyLife;
import sluice.company.ExpectedMarts;
import sluice.company.PartnerFiles;
import sluice.company.Payment;
import sluice.company.PaymentExports;
import sluice.company.SalesTarget;
import sluice.company.Settlement;

/**
 * The main job from end to end, as {@code deploy.sh local} runs it: real processes, real wires, a
 * real database. One story, since each chapter goes on from where the one before left the world.
 */
final class MainJobIT {

  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
  private static final LocalDate END = FIRST_DAY.plusYears(1);

  @TempDir private Path folder;

  @Test
  void survivesAKillAndThenFollowsWhateverChangesAndDropsOutInTheEnd() throws SQLException {
    Path directory = folder.resolve("kept");

    LocalRun killed = LocalRun.start(directory, folder.resolve("killed.txt"));
    killed.awaitShown("loaded  ", 4);
    killed.kill();

    LocalRun run = LocalRun.start(directory, folder.resolve("run.txt"));
    try {
      run.awaitShown("tables are up to date", 1);
      follow(new RunningSluice(run), directory);
    } finally {
      run.end();
    }

    LocalRun once = LocalRun.start(directory, folder.resolve("once.txt"), "--once");
    assertThat(once.exit()).as(once.output()).isZero();
    assertThat(once.output()).contains("mart.repeat_rate").doesNotContain("error");
  }

  private static void follow(RunningSluice sluice, Path directory) throws SQLException {
    try (PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"))) {
      CompanyDatabases company = CompanyDatabases.open(postgres.server());
      List<Settlement> settlements = new ArrayList<>(dropped(company));
      List<SalesTarget> targets = PartnerFiles.targets(company);
      List<Payment> payments = new ArrayList<>(PaymentExports.payments(company));

      // What was killed mid-way ends as an undisturbed run: each value as PostgreSQL works it out.
      sluice.awaitMarts(ExpectedMarts.of(company, settlements, targets, payments));
      assertThat(sluice.count("lake_partner.settlements")).isEqualTo(settlements.size());

      // A change upstream and the schedule's next slot; each finalize event comes five times.
      sluice.loseOrRepeatEvents("\"repeat\":5");
      new CompanyLife(company).changeQuantity(7, new BigDecimal("3"));
      new CompanyLife(company).newOrders(5);
      SortedMap<String, List<String>> changed = ExpectedMarts.of(company, settlements, targets, payments);
      sluice.runSchedule("extract-ec");
      sluice.awaitMarts(changed);
      // The overlap brought rows again; they are merged by their key.
      assertThat(sluice.count("lake_ec.orders"))
          .isEqualTo(sluice.count("(SELECT DISTINCT id FROM lake_ec.orders)"));
      Settlement repeated = corrected(settlements.get(0), 3);
      settlements.add(repeated);
      sluice.drop("landing/partner.settlements/five-times.csv", csv(repeated));
      sluice.awaitMarts(ExpectedMarts.of(company, settlements, targets, payments));
      assertThat(sluice.count("lake_partner.settlements")).isEqualTo(settlements.size());

      // No event at all: the sweep finds the file, where the partner's tool puts it.
      sluice.healEvents();
      sluice.loseOrRepeatEvents("\"drop\":true");
      Settlement lost = corrected(settlements.get(1), 3);
      settlements.add(lost);
      sluice.drop("landing/settlements/2025-12-31/unheard-of.csv", csv(lost));
      sluice.runSchedule("tend");
      sluice.awaitMarts(ExpectedMarts.of(company, settlements, targets, payments));
      assertThat(sluice.count("lake_partner.settlements")).isEqualTo(settlements.size());

      // A file and nothing else: events alone carry it to its mart.
      sluice.healEvents();
      Settlement plain = corrected(settlements.get(2), 3);
      settlements.add(plain);
      sluice.drop("landing/partner.settlements/日本語 の名前.csv", csv(plain));
      sluice.awaitMarts(ExpectedMarts.of(company, settlements, targets, payments));

      // Objects in somebody else's bucket, and the schedule that looks for them; twice.
      List<Payment> later = payments.subList(0, 3).stream().map(MainJobIT::later).toList();
      payments.addAll(later);
      sluice.handOver(PaymentExports.objects(later));
      sluice.runSchedule("extract-payments");
      sluice.runSchedule("extract-payments");
      sluice.awaitMarts(ExpectedMarts.of(company, settlements, targets, payments));
      assertThat(sluice.count("lake_payments.payments")).isEqualTo(payments.size());
    }
  }

  private static Payment later(Payment payment) {
    return new Payment(
        payment.id() + "-2",
        payment.orderId(),
        payment.shopCode(),
        payment.method(),
        payment.cardBrand(),
        payment.amount().add(BigDecimal.ONE),
        Instant.parse("2026-02-01T00:00:00Z"));
  }

  private static List<Settlement> dropped(CompanyDatabases company) throws SQLException {
    List<Settlement> dropped = new ArrayList<>(PartnerFiles.settlements(company, FIRST_DAY, END));
    dropped.addAll(PartnerFiles.corrections(company, FIRST_DAY, END));
    return dropped;
  }

  private static Settlement corrected(Settlement line, int revision) {
    return new Settlement(
        line.shopCode(),
        line.shopName(),
        line.businessDate(),
        revision,
        line.payments() + 1,
        line.gross().add(new BigDecimal("1000")),
        line.refunds(),
        Optional.of("再集計"));
  }

  private static byte[] csv(Settlement line) {
    return PartnerFiles.csv(List.of(line));
  }
}
