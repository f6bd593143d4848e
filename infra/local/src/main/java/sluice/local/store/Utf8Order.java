package sluice.local.store;

import org.h2.mvstore.type.StringDataType;

/**
 * Strings in the order of their UTF-8 bytes, which is the order of their code points and the one in
 * which Cloud Storage lists names. Java's own differs beyond the basic plane.
 */
final class Utf8Order extends StringDataType {

  static final Utf8Order INSTANCE = new Utf8Order();

  @Override
  public int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        // A surrogate stands for a code point above every char that is none.
        boolean above = Character.isSurrogate(left);
        return above == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : above ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public int binarySearch(String key, Object storage, int size, int initialGuess) {
    String[] keys = (String[]) storage;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(key, keys[middle]);
      if (order == 0) {
        return middle;
      } else if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }
}
