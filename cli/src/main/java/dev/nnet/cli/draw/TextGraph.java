package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Diagram.Edge;
import dev.nnet.cli.draw.Diagram.Stack;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A network for a terminal, as {@code git log --graph} draws history: a line for each stack, lanes
 * for what flows, and of every block one example.
 *
 * <pre>
 * *    (in)                          24 x 56 x 56
 * |\
 * | *  conv_bn(144, kernel=1)        144 x 56 x 56      3,744
 * | *  conv_bn(144, groups=144)      144 x 56 x 56      1,584
 * | *  conv2d(24) -> batch_norm      24 x 56 x 56       3,504
 * |/
 * *    +                             24 x 56 x 56
 * </pre>
 */
public final class TextGraph {
  private static final int LONGEST = 60;
  private static final int FREE = -1;

  /** A line: its lanes, and what stands beside them. */
  private record Line(String lanes, String title, String shape, String parameters) {
    static Line lanes(String lanes) {
      return new Line(lanes, "", "", "");
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** The stacks that wait for what flows in each lane. */
  private final List<Integer> lanes = new ArrayList<>();

  private TextGraph() {}

  /** The lines of the whole picture. */
  public static String draw(ElaboratedNetwork network) {
    Diagram whole = DiagramReader.read(network);
    String parameters = String.format(Locale.ROOT, "%,d", network.graph().parameterCount());
    StringBuilder text = new StringBuilder();
    section(text, network.name() + ", " + parameters + " parameters", whole);
    for (Box box : whole.examples()) {
      section(text, box.title() + " at line " + box.line(), box.inside());
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String heading, Diagram diagram) {
    text.append(heading).append("\n\n").append(lines(diagram)).append('\n');
  }

  private static String lines(Diagram diagram) {
    TextGraph graph = new TextGraph();
    for (int i = 0; i < diagram.stacks().size(); i++) {
      graph.stack(diagram, i);
    }
    int left = width(graph, l -> l.lanes);
    int title = width(graph, l -> l.title);
    int shape = width(graph, l -> l.shape);
    int parameters = width(graph, l -> l.parameters);
    String format = "  %-" + left + "s  %-" + title + "s  %-" + shape + "s  %" + parameters + "s";
    return graph.lines.stream()
        .map(l -> String.format(format, l.lanes, l.title, l.shape, l.parameters).stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static int width(TextGraph graph, Function<Line, String> column) {
    return graph.lines.stream().map(column).mapToInt(String::length).reduce(1, Math::max);
  }

  private void stack(Diagram diagram, int index) {
    int lane = merge(index);
    Stack stack = diagram.stacks().get(index);
    String shape = Shapes.text(stack.last().type());
    long parameters = stack.boxes().stream().mapToLong(Box::parameters).sum();
    String count = parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", parameters);
    List<String> titles = titles(diagram, stack, index);
    lines.add(new Line(lanes(lane, '*'), titles.get(0), shape, count));
    for (String more : titles.subList(1, titles.size())) {
      lines.add(new Line(lanes(lane, '|'), more, "", ""));
    }
    fork(diagram, index, lane);
  }

  /** The boxes of a stack with arrows between them, in as many lines as are needed. */
  private static List<String> titles(Diagram diagram, Stack stack, int index) {
    List<String> titles = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (Box box : stack.boxes()) {
      String title = title(diagram, box, index);
      if (line.length() > 0 && line.length() + title.length() + 4 > LONGEST) {
        titles.add(line.toString());
        line.setLength(0);
        line.append("  ");
      }
      line.append(
          box == stack.boxes().get(0)
              ? ""
              : titles.isEmpty() || line.length() > 2 ? " -> " : "-> ");
      line.append(title);
    }
    titles.add(line.toString());
    return titles;
  }

  private static String title(Diagram diagram, Box box, int index) {
    if (box.kind() == Box.Kind.PORT && box.name().isEmpty()) {
      return diagram.edges().stream().anyMatch(e -> e.from() == index) ? "(in)" : "(out)";
    }
    String turns = box.turns() > 1 ? box.turns() + " x " : "";
    String steps = box.steps().isEmpty() ? "" : "  for " + box.steps();
    boolean back = diagram.edges().stream().anyMatch(e -> e.from() == index && e.back());
    boolean last = box == diagram.stacks().get(index).last();
    return turns + box.title() + steps + (back && last ? "  to the next step" : "");
  }

  /** Joins the lanes that end at a stack; the result is the one it stands in. */
  private int merge(int index) {
    int lane = lanes.indexOf(index);
    if (lane < 0) {
      return free(0);
    }
    List<Integer> others = new ArrayList<>();
    for (int i = lane + 1; i < lanes.size(); i++) {
      if (lanes.get(i) == index) {
        others.add(i);
      }
    }
    crossing(lane, others, '/');
    others.forEach(i -> lanes.set(i, FREE));
    trim();
    return lane;
  }

  private void fork(Diagram diagram, int index, int lane) {
    Set<Integer> targets = new LinkedHashSet<>();
    for (Edge e : diagram.edges()) {
      if (e.from() == index && !e.back()) {
        targets.add(e.to());
      }
    }
    lanes.set(lane, FREE);
    List<Integer> others = new ArrayList<>();
    for (int target : targets) {
      int place = free(lane);
      lanes.set(place, target);
      if (place != lane) {
        others.add(place);
      }
    }
    crossing(lane, others, '\\');
    trim();
  }

  /** A lane that nothing flows in. */
  private int free(int from) {
    for (int i = from; i < lanes.size(); i++) {
      if (lanes.get(i) == FREE) {
        return i;
      }
    }
    lanes.add(FREE);
    return lanes.size() - 1;
  }

  private void trim() {
    while (!lanes.isEmpty() && lanes.get(lanes.size() - 1) == FREE) {
      lanes.remove(lanes.size() - 1);
    }
  }

  private String lanes(int marked, char mark) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lanes.size(); i++) {
      text.append(i == marked ? mark : lanes.get(i) == FREE ? ' ' : '|').append(' ');
    }
    return text.toString().stripTrailing();
  }

  /** A line between a lane and some further right, over those that lie between. */
  private void crossing(int lane, List<Integer> others, char slope) {
    if (others.isEmpty()) {
      return;
    }
    int last = others.get(others.size() - 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lanes.size(); i++) {
      boolean passes = lanes.get(i) != FREE && !others.contains(i);
      boolean within = i > lane && i < last;
      text.append(passes ? '|' : within ? '-' : ' ');
      text.append(others.contains(i + 1) ? slope : i >= lane && i < last ? '-' : ' ');
    }
    lines.add(Line.lanes(text.toString().stripTrailing()));
  }
}
