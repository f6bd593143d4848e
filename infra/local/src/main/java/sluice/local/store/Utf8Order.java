package sluice.local.store;

import java.util.Comparator;

/**
 * Strings in the order of their UTF-8 bytes, which is the order of their code points and the one in
 * which Cloud Storage lists names. Java's own differs beyond the basic plane.
 */
final class Utf8Order implements Comparator<String> {

  static final Utf8Order INSTANCE = new Utf8Order();

  private Utf8Order() {}

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
}
