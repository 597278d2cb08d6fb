package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Diagram.Edge;
import dev.nnet.cli.draw.Diagram.Stack;
import dev.nnet.cli.draw.Layout.Point;
import java.util.List;
import java.util.Locale;

/** A diagram in a frame: where its stacks are, and the lines between them. */
final class Panel {
  private static final double WIDEST = 300;
  private static final double PADDING = 18;
  private static final double HEADING = 28;

  /** How far a line goes straight, for the shape beside it, before it parts. */
  private static final double STEM = 16;

  /** Where a box is. */
  record Place(double left, double right, double top, double bottom) {}

  /**
   * What a box opens.
   *
   * @param panel its number
   * @param open whether it is open at first
   */
  record Opening(int panel, boolean open) {}

  /** Draws what a box opens. */
  interface Opener {
    Opening open(Box box, Place at);
  }

  private final Diagram diagram;
  private final Box of;
  private final double[] widths;
  private final double[] heights;
  private final Layout layout;

  /**
   * @param of the box whose inside it is; null for the whole network, which needs no frame
   */
  Panel(Diagram diagram, Box of) {
    this.diagram = diagram;
    this.of = of;
    int count = diagram.stacks().size();
    widths = new double[count];
    heights = new double[count];
    for (int i = 0; i < count; i++) {
      List<Box> boxes = diagram.stacks().get(i).boxes();
      widths[i] = boxes.stream().mapToDouble(Card::width).max().orElse(0);
      heights[i] = boxes.stream().mapToDouble(Card::height).sum();
    }
    align();
    layout = new Layout(widths, heights, diagram.edges());
  }

  /** Boxes are of one width, but for small and very wide ones. */
  private void align() {
    double widest = 0;
    for (double w : widths) {
      widest = w <= WIDEST ? Math.max(widest, w) : widest;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = widths[i] < Card.NARROWEST ? widths[i] : Math.max(widths[i], widest);
    }
  }

  Diagram diagram() {
    return diagram;
  }

  double width() {
    double heading = of == null ? 0 : Card.CHARACTER * heading().length();
    double content = Math.max(layout.width() + lanes(), shapesEnd());
    return Math.max(content, heading) + (of == null ? 0 : 2 * PADDING);
  }

  /** Where the shapes beside lines end. */
  private double shapesEnd() {
    double end = 0;
    for (Edge e : diagram.edges()) {
      end = Math.max(end, layout.x(e.from()) + 8 + Card.SMALL * Shapes.text(e.type()).length());
    }
    return end;
  }

  double height() {
    return layout.height() + (of == null ? 0 : HEADING + 2 * PADDING);
  }

  /** Room at the right for what goes back in time. */
  private double lanes() {
    return diagram.edges().stream().anyMatch(Edge::back) ? 44 : 0;
  }

  private String heading() {
    return of.title() + (of.turns() > 1 ? "  x " + of.turns() : "");
  }

  /** Draws everything with the upper left corner at a point. */
  void draw(Markup out, double x, double y, Opener opener) {
    double left = x;
    double top = y;
    if (of != null) {
      out.empty(
          "rect", "class", "paper", "x", x, "y", y, "width", width(), "height", height(), "rx", 10);
      out.empty(
          "rect", "class", "frame", "x", x, "y", y, "width", width(), "height", height(), "rx", 10);
      out.element("text", heading(), "class", "name", "x", x + PADDING, "y", y + 26);
      double content = Math.max(layout.width() + lanes(), shapesEnd());
      left += (width() - content) / 2;
      top += HEADING + PADDING;
    }
    edges(out, left, top);
    for (int i = 0; i < widths.length; i++) {
      double cardLeft = left + layout.x(i) - widths[i] / 2;
      double cardTop = top + layout.y(i);
      Place at = new Place(cardLeft, cardLeft + widths[i], cardTop, cardTop + heights[i]);
      Stack stack = diagram.stacks().get(i);
      Box first = stack.boxes().get(0);
      new Card(out, at).draw(stack, first.inside() == null ? null : opener.open(first, at));
    }
    shapes(out, left, top);
  }

  private void edges(Markup out, double left, double top) {
    double lane = left + layout.width() + 14;
    for (int i = 0; i < diagram.edges().size(); i++) {
      Edge e = diagram.edges().get(i);
      if (e.back()) {
        back(out, e, left, top, lane);
        lane += 9;
        continue;
      }
      List<Point> points = layout.route(i);
      StringBuilder path = new StringBuilder();
      for (int k = 0; k < points.size(); k++) {
        double px = left + points.get(k).x();
        double py = top + points.get(k).y() - (k == points.size() - 1 ? 5 : 0);
        if (k == 0) {
          path.append(path("M%s,%s v%s", px, py, STEM));
        } else {
          double qx = left + points.get(k - 1).x();
          double qy = top + points.get(k - 1).y() + (k == 1 ? STEM : 0);
          double bend = (py - qy) / 2;
          path.append(path(" C%s,%s %s,%s %s,%s", qx, qy + bend, px, py - bend, px, py));
        }
      }
      Point end = points.get(points.size() - 1);
      out.empty("path", "class", "flow", "d", path);
      tip(out, "tip", left + end.x(), top + end.y());
    }
  }

  private static void tip(Markup out, String style, double x, double y) {
    out.empty("path", "class", style, "d", path("M%s,%s l-4,-7 h8z", x, y));
  }

  /** From the side of a box up the lane to the side of what the next step begins with. */
  private void back(Markup out, Edge e, double left, double top, double lane) {
    double fromX = left + layout.x(e.from()) + widths[e.from()] / 2;
    double fromY = top + layout.y(e.from()) + heights[e.from()] - Card.ROW / 2;
    double toX = left + layout.x(e.to()) + widths[e.to()] / 2;
    double toY = top + layout.y(e.to()) + heights[e.to()] / 2;
    out.empty(
        "path",
        "class",
        "flow again",
        "d",
        path(
            "M%s,%s H%s Q%s,%s %s,%s V%s Q%s,%s %s,%s H%s",
            fromX, fromY, lane - 8, lane, fromY, lane, fromY - 8, toY + 8, lane, toY, lane - 8, toY,
            toX + 6));
    out.empty("path", "class", "tip later", "d", path("M%s,%s l7,-4 v8z", toX, toY));
  }

  /** The shape of what leaves a stack stands under it; of several shapes, each at its end. */
  private void shapes(Markup out, double left, double top) {
    for (int i = 0; i < widths.length; i++) {
      int from = i;
      List<Edge> leaving =
          diagram.edges().stream().filter(e -> e.from() == from && !e.back()).toList();
      boolean same = leaving.stream().map(Edge::type).distinct().count() == 1;
      for (Edge e : same ? leaving.subList(0, 1) : leaving) {
        double x = left + layout.x(same ? e.from() : e.to()) + 8;
        double y = top + (same ? layout.y(from) + heights[from] + 14 : layout.y(e.to()) - 11);
        String shape = Shapes.text(e.type());
        double width = Card.SMALL * shape.length() + 4;
        out.empty("rect", "class", "under", "x", x - 2, "y", y - 9, "width", width, "height", 12);
        out.element("text", shape, "class", "dim", "x", x, "y", y);
      }
    }
  }

  /** A path of numbers. */
  static String path(String format, double... numbers) {
    Object[] texts = new Object[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      texts[i] = Markup.number(numbers[i]);
    }
    return String.format(Locale.ROOT, format, texts);
  }
}
