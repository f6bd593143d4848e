package sluice.testing.day;

import java.util.Locale;

/** Draws one panel of a plot in SVG: a frame, ticks, a legend, lines and bars. */
final class Plot {

  static final int WIDTH = 960;
  static final int LEFT = 84;
  static final int RIGHT = 24;

  private final StringBuilder svg = new StringBuilder();
  private final int top;
  private final int height;
  private final double most;
  private final Scale scale;
  private double legendAt = WIDTH - RIGHT;

  /** How values become heights. */
  enum Scale {
    LINEAR,
    /** From one on. */
    LOGARITHMIC
  }

  /**
   * @param top where its frame begins
   * @param most the value at its top
   */
  Plot(int top, int height, double most, Scale scale) {
    this.top = top;
    this.height = height;
    this.most = most;
    this.scale = scale;
  }

  Plot title(String title, String unit) {
    text(LEFT, top - 12, "title", title + " <tspan class='unit'>" + unit + "</tspan>");
    return this;
  }

  /** A line of the grid, with its label at the left. */
  Plot level(double value, String label) {
    double y = y(value);
    add("<line class='grid' x1='%d' y1='%.1f' x2='%d' y2='%.1f'/>", LEFT, y, WIDTH - RIGHT, y);
    text(LEFT - 8, y + 4, "left", label);
    return this;
  }

  /** A label below, at a share of the width. */
  Plot mark(double share, String label) {
    double x = x(share);
    add(
        "<line class='tick' x1='%.1f' y1='%d' x2='%.1f' y2='%d'/>",
        x, top + height, x, top + height + 4);
    text(x, top + height + 18, "below", label);
    return this;
  }

  /** A value that must not be passed. */
  Plot limit(double value, String label) {
    double y = y(value);
    add("<line class='limit' x1='%d' y1='%.1f' x2='%d' y2='%.1f'/>", LEFT, y, WIDTH - RIGHT, y);
    text(WIDTH - RIGHT - 4, y - 6, "limitlabel", label);
    return this;
  }

  /** Values side by side, over the whole width; those that are negative are not known. */
  Plot line(String style, double[] values) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= 0) {
        path.append(
            format("%s%.1f %.1f", pen ? "L" : "M", x((i + 0.5) / values.length), y(values[i])));
      }
      pen = values[i] >= 0;
    }
    add("<path class='line %s' d='%s'/>", style, path);
    return this;
  }

  /** Values side by side, as an area from the bottom. */
  Plot area(String style, double[] values) {
    StringBuilder path = new StringBuilder(format("M%d %d", LEFT, top + height));
    for (int i = 0; i < values.length; i++) {
      path.append(format("L%.1f %.1f", x((i + 0.5) / values.length), y(values[i])));
    }
    path.append(format("L%d %dZ", WIDTH - RIGHT, top + height));
    add("<path class='area %s' d='%s'/>", style, path);
    return this;
  }

  /** One bar of several. */
  Plot bar(String style, int place, int of, double value) {
    double wide = (double) (WIDTH - LEFT - RIGHT) / of;
    add(
        "<rect class='bar %s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>",
        style, LEFT + place * wide + wide * 0.12, y(value), wide * 0.76, top + height - y(value));
    return this;
  }

  /** A name for a style, in the line of the title, from the right. */
  Plot legend(String style, String name) {
    legendAt -= 7.0 * name.length();
    text(legendAt, top - 12, "legend", name);
    legendAt -= 20;
    add("<rect class='key %s' x='%.1f' y='%d' width='14' height='4'/>", style, legendAt, top - 18);
    legendAt -= 14;
    return this;
  }

  String svg() {
    add("<path class='axis' d='M%d %dV%dH%d'/>", LEFT, top, top + height, WIDTH - RIGHT);
    return svg.toString();
  }

  private static double x(double share) {
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    double share =
        scale == Scale.LINEAR ? value / most : Math.log(Math.max(1, value)) / Math.log(most);
    return top + height - height * Math.min(1, share);
  }

  private void text(double x, double y, String style, String text) {
    add("<text class='%s' x='%.1f' y='%.1f'>%s</text>", style, x, y, text);
  }

  private void add(String element, Object... values) {
    svg.append(format(element, values)).append('\n');
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
