package sluice.company;

/**
 * What an order needs to know of a product.
 *
 * @param priceInSen a hundredth of a yen, for one piece or one kilogram
 * @param taxPerMille 100 or, for food, 80
 */
record Product(int id, long priceInSen, int taxPerMille, boolean soldByWeight) {}
