package sluice.company;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * What the payment service, which runs in AWS, hands over in its bucket: the payments of each month
 * in compressed JSON lines, and an empty {@code _SUCCESS} once a month is complete.
 */
public final class PaymentExports {

  /** The bucket that the pipeline's source names. */
  public static final String BUCKET = "payments-handover";

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final List<String> BRANDS = List.of("JCB", "Visa", "Mastercard", "Amex");

  private static final String PAID =
      """
      SELECT o.id, s.code, s.payment_methods[1 + o.id % cardinality(s.payment_methods)], o.amount,
        o.paid_at
      FROM orders o JOIN shops s ON s.id = o.shop_id
      WHERE o.paid_at IS NOT NULL AND o.status NOT IN ('pending', 'cancelled')
      ORDER BY o.id
      """;

  private PaymentExports() {}

  /** The payments of the company's orders as they are now. */
  public static List<Payment> payments(CompanyDatabases company) throws SQLException {
    List<Payment> payments = new ArrayList<>();
    try (Connection ec = company.ec();
        Statement query = ec.createStatement();
        ResultSet row = query.executeQuery(PAID)) {
      while (row.next()) {
        long order = row.getLong(1);
        String method = row.getString(3);
        payments.add(
            new Payment(
                "PAY-%09d".formatted(order),
                order,
                row.getString(2),
                method,
                method.contains("card")
                    ? Optional.of(BRANDS.get((int) (order % BRANDS.size())))
                    : Optional.empty(),
                row.getBigDecimal(4),
                row.getObject(5, OffsetDateTime.class).toInstant()));
      }
    }
    return payments;
  }

  /** The objects of an export, by their keys; a month's mark comes behind its payments. */
  public static SortedMap<String, byte[]> objects(List<Payment> payments) {
    Map<YearMonth, List<Payment>> months =
        payments.stream()
            .collect(
                Collectors.groupingBy(
                    payment -> YearMonth.from(payment.paidAt().atZone(TOKYO)),
                    TreeMap::new,
                    Collectors.toList()));
    SortedMap<String, byte[]> objects = new TreeMap<>();
    months.forEach(
        (month, paid) -> {
          objects.put("export/%s/payments.ndjson.gz".formatted(month), lines(paid));
          objects.put("export/%s/_SUCCESS".formatted(month), new byte[0]);
        });
    return objects;
  }

  private static byte[] lines(List<Payment> payments) {
    Gson gson = new Gson();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (Payment payment : payments) {
        gzip.write((gson.toJson(json(payment)) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static JsonObject json(Payment payment) {
    JsonObject json = new JsonObject();
    json.addProperty("payment_id", payment.id());
    json.addProperty("order_id", payment.orderId());
    json.addProperty("shop_code", payment.shopCode());
    json.addProperty("method", payment.method());
    payment.cardBrand().ifPresent(brand -> json.addProperty("card_brand", brand));
    // As text: a number of JSON is a FLOAT64 to many who read it.
    json.addProperty("amount", payment.amount().toPlainString());
    json.addProperty("fee", payment.fee().toPlainString());
    json.addProperty("paid_at", payment.paidAt().toString());
    return json;
  }
}
