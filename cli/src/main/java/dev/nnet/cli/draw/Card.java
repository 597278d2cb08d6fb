package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Diagram.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stack of boxes: how large it is, and its drawing. */
final class Card {
  /** Widths of a character; the fonts are monospaced. */
  static final double CHARACTER = 7.25;

  static final double SMALL = 6.4;

  static final double ROW = 25;
  private static final double LINE = 14;
  private static final double DOT = 9;
  static final double NARROWEST = 150;
  private static final double SIGN = 48;
  private static final int LONGEST = 46;
  private static final double ROUND = 6;

  private final Markup out;
  private final Panel.Place at;

  Card(Markup out, Panel.Place at) {
    this.out = out;
    this.at = at;
  }

  private static boolean isDot(Box box) {
    return box.kind() == Box.Kind.PORT && box.name().isEmpty();
  }

  static double width(Box box) {
    if (box.kind() == Box.Kind.PORT) {
      return isDot(box) ? DOT : CHARACTER * box.name().length() + 28;
    }
    if (box.name().length() <= 3 && note(box).isEmpty() && lines(box).isEmpty()) {
      return SIGN; // a sum, a product
    }
    double name = CHARACTER * box.name().length() + SMALL * (note(box).length() + 2);
    double beside = isShort(box) ? SMALL * (box.arguments().length() + 2) : 0;
    double lines = lines(box).stream().mapToDouble(l -> SMALL * l.length()).max().orElse(0);
    return Math.max(NARROWEST, Math.max(name + beside, lines) + 26);
  }

  /** Whether arguments stand beside the name. */
  private static boolean isShort(Box box) {
    return !box.arguments().isEmpty() && box.title().length() + note(box).length() <= 20;
  }

  static double height(Box box) {
    return isDot(box) ? DOT : ROW + LINE * lines(box).size();
  }

  /** What stands right of the name. */
  private static String note(Box box) {
    String parameters =
        box.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", box.parameters());
    return box.turns() > 1 ? "x " + box.turns() + "  " + parameters : parameters;
  }

  /** What stands under the name. */
  private static List<String> lines(Box box) {
    List<String> lines = new ArrayList<>();
    if (!box.arguments().isEmpty() && !isShort(box)) {
      lines.add(clip(box.arguments()));
    }
    if (!box.steps().isEmpty()) {
      lines.add("for " + box.steps());
    }
    return lines;
  }

  private static String clip(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 2) + "..";
  }

  /**
   * Draws a stack.
   *
   * @param opening what it opens; null for nothing
   */
  void draw(Stack stack, Panel.Opening opening) {
    Box first = stack.boxes().get(0);
    double middle = (at.left() + at.right()) / 2;
    if (isDot(first)) {
      out.empty("circle", "class", "tip", "cx", middle, "cy", at.top() + DOT / 2, "r", DOT / 2);
      return;
    }
    boolean port = first.kind() == Box.Kind.PORT;
    if (opening == null) {
      out.open("g", "class", port ? "port" : "plain");
    } else {
      out.open(
          "g",
          "class",
          opening.open() ? "opens open" : "opens",
          "data-opens",
          opening.panel(),
          "tabindex",
          0,
          "role",
          "button",
          "aria-expanded",
          opening.open());
      outline(4, ROUND);
    }
    outline(0, port ? ROW / 2 : ROUND);
    if (!first.steps().isEmpty()) {
      again();
    }
    if (port) {
      out.element("text", first.name(), "x", middle, "y", at.top() + 17, "text-anchor", "middle");
    } else {
      double y = at.top();
      for (Box box : stack.boxes()) {
        row(box, y, box == first, box == stack.last());
        y += height(box);
      }
    }
    out.close("g");
  }

  /** The line from a box to itself: it is done step by step. */
  private void again() {
    double x = at.right();
    double low = at.bottom() - 11;
    double high = at.top() + 11;
    String path =
        Panel.path("M%s,%s C%s,%s %s,%s %s,%s", x, low, x + 24, low, x + 24, high, x + 6, high);
    out.empty("path", "class", "flow again", "d", path);
    out.empty("path", "class", "tip later", "d", Panel.path("M%s,%s l7,-4 v8z", x, high));
  }

  private void outline(double offset, double radius) {
    out.empty(
        "rect",
        "class",
        "card",
        "x",
        at.left() + offset,
        "y",
        at.top() + offset,
        "width",
        at.right() - at.left(),
        "height",
        at.bottom() - at.top(),
        "rx",
        radius);
  }

  private void row(Box box, double y, boolean first, boolean last) {
    double x = at.left();
    double width = at.right() - x;
    double height = height(box);
    out.open("g").element("title", hint(box));
    String corners = corners(x, y, width, height, first ? ROUND : 0, last ? ROUND : 0);
    out.empty("path", "class", "row " + style(box.kind()), "d", corners);
    String bar = corners(x, y, 5, height, first ? 4 : 0, last ? 4 : 0);
    out.empty("path", "class", style(box.kind()), "d", bar);
    if (!first) {
      out.empty("path", "class", "rule", "d", Panel.path("M%s,%s h%s", x, y, width));
    }
    boolean sign = width == SIGN;
    out.open(
        "text",
        "x",
        sign ? x + width / 2 + 2 : x + 14,
        "y",
        y + 17,
        "text-anchor",
        sign ? "middle" : "start");
    out.element("tspan", box.name(), "class", "name");
    if (isShort(box)) {
      out.element("tspan", "(" + box.arguments() + ")", "class", "dim");
    }
    out.close("text");
    out.element(
        "text",
        note(box),
        "class",
        "dim",
        "x",
        x + width - 10,
        "y",
        y + 16.5,
        "text-anchor",
        "end");
    double line = y + 17;
    for (String text : lines(box)) {
      line += LINE;
      out.element("text", text, "class", "dim", "x", x + 14, "y", line);
    }
    out.close("g");
  }

  private static String hint(Box box) {
    String turns = box.turns() > 1 ? box.turns() + " times " : "";
    String parameters =
        box.parameters() == 0
            ? ""
            : String.format(Locale.ROOT, "\n%,d parameters", box.parameters());
    return turns + box.title() + "\n" + box.type() + parameters + "\nline " + box.line();
  }

  /** A rectangle whose upper and lower corners are rounded differently, to the left and right. */
  private static String corners(
      double x, double y, double w, double h, double above, double below) {
    double a = Math.min(above, w / 2);
    double b = Math.min(below, w / 2);
    return Panel.path(
        "M%s,%s h%s q%s,0 %s,%s v%s q0,%s %s,%s h%s q%s,0 %s,%s v%s q0,%s %s,%sz",
        x + a, y, w - 2 * a, a, a, a, h - a - b, b, -b, b, 2 * b - w, -b, -b, -b, a + b - h, -a, a,
        -a);
  }

  static String style(Box.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** For the legend. */
  static String meaning(Box.Kind kind) {
    return switch (kind) {
      case WEIGHTS -> "sums with weights";
      case NORM -> "normalisation";
      case ELEMENTWISE -> "elementwise";
      case REDUCTION -> "reduction";
      case MOVE -> "rearranged";
      case BLOCK -> "block: click to open";
      case PORT -> throw new IllegalArgumentException("a port has a name");
    };
  }
}
