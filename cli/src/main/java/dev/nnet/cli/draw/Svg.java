package dev.nnet.cli.draw;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as SVG: data flows downwards, and a block that is opened shows its inside to the right,
 * as under a lens. What needs no script is seen without: the fullest block is open.
 */
public final class Svg {
  private static final double MARGIN = 28;
  private static final double HEAD = 84;

  /** From a box to the panel of its inside. */
  private static final double LENS = 60;

  private final List<Markup> panels = new ArrayList<>();
  private double right = 300;
  private double bottom;

  private Svg() {}

  /** The text of an {@code svg} element that needs nothing else. */
  public static String draw(ElaboratedNetwork network) {
    Svg svg = new Svg();
    Diagram whole = DiagramReader.read(network);
    svg.place(new Panel(whole, null), 0, MARGIN, HEAD, null, true);
    return svg.document(network, whole);
  }

  /** Draws a panel, and those of all its blocks beside it. */
  private void place(Panel panel, int depth, double x, double y, Panel.Place lens, boolean open) {
    int number = panels.size();
    Markup own = new Markup();
    panels.add(own);
    right = Math.max(right, x + panel.width());
    bottom = Math.max(bottom, y + panel.height());
    own.open(
        "g", "class", open ? "panel open" : "panel", "data-panel", number, "data-depth", depth);
    if (lens != null) {
      own.empty(
          "path",
          "class",
          "lens",
          "d",
          Panel.path(
              "M%s,%s L%s,%s L%s,%s L%s,%sZ",
              lens.right(),
              lens.top(),
              x,
              y + 6,
              x,
              y + panel.height() - 6,
              lens.right(),
              lens.bottom()));
    }
    Box fullest = panel.diagram().fullest().orElse(null);
    panel.draw(
        own,
        x,
        y,
        (box, at) -> {
          boolean first = box == fullest && open;
          Panel inside = new Panel(box.inside(), box);
          double middle = (at.top() + at.bottom() - inside.height()) / 2;
          int opens = panels.size();
          place(inside, depth + 1, x + panel.width() + LENS, Math.max(HEAD, middle), at, first);
          return new Panel.Opening(opens, first);
        });
    own.close("g");
  }

  private String document(ElaboratedNetwork network, Diagram whole) {
    Markup legend = legend(whole);
    double width = right + MARGIN;
    double height = bottom + MARGIN;
    String parameters =
        String.format(Locale.ROOT, "%,d parameters", network.graph().parameterCount());
    String box = "0 0 " + Markup.number(width) + " " + Markup.number(height);
    Markup out = new Markup();
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "nnet-picture",
        "viewBox",
        box,
        "width",
        width,
        "height",
        height);
    out.element("title", network.name() + ", " + parameters);
    out.raw("<style>\n").raw(Resources.text(Svg.class, "picture.css")).raw("</style>\n");
    out.empty("rect", "class", "paper", "width", width, "height", height);
    out.element("text", network.name(), "class", "title", "x", MARGIN, "y", 36);
    String file = network.span().source().fileName();
    out.element("text", file + ", " + parameters, "class", "dim", "x", MARGIN, "y", 54);
    out.raw(legend.toString());
    for (int i = panels.size() - 1; i >= 0; i--) { // a lens lies under the box that it shows
      out.raw(panels.get(i).toString());
    }
    out.raw("<script><![CDATA[\n")
        .raw(Resources.text(Svg.class, "picture.js"))
        .raw("]]></script>\n");
    return out.close("svg").toString();
  }

  /** What the colours mean that are there. */
  private Markup legend(Diagram whole) {
    Markup out = new Markup();
    double x = MARGIN;
    for (Box.Kind kind : whole.kinds()) {
      String meaning = Card.meaning(kind);
      out.empty(
          "rect", "class", Card.style(kind), "x", x, "y", 63, "width", 8, "height", 8, "rx", 2);
      out.element("text", meaning, "class", "dim", "x", x + 13, "y", 70.5);
      x += 31 + 6.4 * meaning.length();
    }
    right = Math.max(right, x);
    return out;
  }
}
