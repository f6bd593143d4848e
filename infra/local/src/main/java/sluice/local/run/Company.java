package sluice.local.run;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import sluice.RejectedException;
import sluice.company.CompanyDatabases;
import sluice.company.PartnerFiles;
import sluice.company.PaymentExports;
import sluice.company.Server;
import sluice.company.Settlement;

/** The example company as a run finds or makes it. */
final class Company {

  private static final long SEED = 20_250_101;
  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
  private static final int MONTHS = 12;

  private final CompanyDatabases databases;

  private Company(CompanyDatabases databases) {
    this.databases = databases;
  }

  /**
   * Opens the databases, and makes and fills them if they are not there.
   *
   * @param made hears how long that took
   */
  static Company on(Server server, int orders, Consumer<Duration> made) {
    try {
      if (CompanyDatabases.filled(server)) {
        return new Company(CompanyDatabases.open(server));
      }
      Instant begun = Instant.now();
      CompanyDatabases databases = CompanyDatabases.create(server);
      databases.generate(orders, SEED);
      made.accept(Duration.between(begun, Instant.now()));
      return new Company(databases);
    } catch (SQLException e) {
      throw new RejectedException(
          "The example company's databases could not be made: %s. Delete the folder that --directory"
                  .formatted(e.getMessage())
              + " names, .sluice by default, and run again.",
          e);
    }
  }

  /** The addresses of the databases, by the variable that the pipeline expects each in. */
  Map<String, String> secrets() {
    return Map.of(
        "EC_DATABASE", databases.ecUrl(), "RESERVATIONS_DATABASE", databases.reservationsUrl());
  }

  /** A file that somebody drops. */
  record File(String object, String text) {}

  /** What the partner and the planning team hand over: a file a month, corrections, a sheet. */
  List<File> files() {
    try {
      List<File> files = new ArrayList<>();
      for (int month = 0; month < MONTHS; month++) {
        LocalDate from = FIRST_DAY.plusMonths(month);
        LocalDate until = from.plusMonths(1);
        String name = "landing/partner.settlements/%s".formatted(from.toString().substring(0, 7));
        files.add(csv(name + ".csv", PartnerFiles.settlements(databases, from, until)));
        files.add(csv(name + "-corrections.csv", PartnerFiles.corrections(databases, from, until)));
      }
      byte[] sheet = PartnerFiles.sheet(PartnerFiles.targets(databases));
      files.add(file("landing/partner.sales_targets/targets.csv", sheet));
      return files;
    } catch (SQLException e) {
      throw new RejectedException(
          "The partner's files could not be made: %s.".formatted(e.getMessage()), e);
    }
  }

  /** What the payment service puts into its bucket, by key. */
  SortedMap<String, byte[]> handedOver() {
    try {
      return PaymentExports.objects(PaymentExports.payments(databases));
    } catch (SQLException e) {
      throw new RejectedException(
          "The payment service's export could not be made: %s.".formatted(e.getMessage()), e);
    }
  }

  private static File csv(String name, List<Settlement> settlements) {
    return file(name, PartnerFiles.csv(settlements));
  }

  private static File file(String name, byte[] content) {
    return new File(name, new String(content, StandardCharsets.UTF_8));
  }
}
