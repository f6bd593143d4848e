package sluice.company;

/** How many rows there are of everything, in proportion to the orders. */
record CompanySize(int orders) {
  CompanySize {
    if (orders < 1) {
      throw new IllegalArgumentException(
          "%d orders. Write how many, like 100000.".formatted(orders));
    }
  }

  int shops() {
    return Math.min(Math.max(orders / 2_000, 4), 60);
  }

  int products() {
    return Math.min(Math.max(orders / 50, 40), 3_000);
  }

  int customers() {
    return Math.max(Math.toIntExact(orders * 3L / 10), 20);
  }

  int members() {
    return customers() * 4 / 10;
  }

  int reservations() {
    return Math.max(Math.toIntExact(orders * 3L / 10), 30);
  }
}
