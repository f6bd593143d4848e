package sluice.testing.day;

/**
 * The style of a plot, for light pages and dark ones. Colors stand in the rules, and not in
 * variables, which not every program that draws SVG knows.
 */
final class Palette {

  private static final String SHAPES =
      """
      text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; }
      .head { font-size: 18px; font-weight: 600; }
      .title { font-size: 14px; font-weight: 600; }
      .unit { font-size: 12px; font-weight: 400; }
      .left, .limitlabel { text-anchor: end; }
      .below { text-anchor: middle; }
      .axis, .line { fill: none; }
      .line { stroke-width: 1.4; stroke-linejoin: round; }
      .area { stroke: none; opacity: 0.28; }
      .limit { stroke-dasharray: 5 4; }
      """;

  private static final String COLORS =
      """
      .paper { fill: PAPER; }
      text, .unit { fill: SOFT; }
      .head, .title { fill: INK; }
      .grid { stroke: GRID; }
      .tick, .axis { stroke: SOFT; }
      .limit { stroke: LIMIT; }
      .limitlabel { fill: LIMIT; }
      .line.one { stroke: ONE; } .area.one, .bar.one, .key.one { fill: ONE; }
      .line.two { stroke: TWO; } .area.two, .bar.two, .key.two { fill: TWO; }
      .line.three { stroke: THREE; } .key.three { fill: THREE; }
      .line.four { stroke: INK; } .key.four { fill: INK; }
      """;

  private Palette() {}

  static String style() {
    String light =
        colors("#ffffff", "#1f2328", "#59636e", "#d8dee4", "#0969da", "#d4570a", "#1a7f37");
    String dark =
        colors("#0d1117", "#e6edf3", "#9198a1", "#30363d", "#4493f8", "#f0883e", "#3fb950");
    return "<style>\n%s%s@media (prefers-color-scheme: dark) {\n%s}\n</style>\n"
        .formatted(SHAPES, light.replace("LIMIT", "#cf222e"), dark.replace("LIMIT", "#f85149"));
  }

  private static String colors(
      String paper, String ink, String soft, String grid, String one, String two, String three) {
    return COLORS
        .replace("PAPER", paper)
        .replace("INK", ink)
        .replace("SOFT", soft)
        .replace("GRID", grid)
        .replace("ONE", one)
        .replace("TWO", two)
        .replace("THREE", three);
  }
}
