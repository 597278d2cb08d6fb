package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Diagram.Edge;
import dev.nnet.cli.draw.Diagram.Stack;
import dev.nnet.compiler.graph.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** A diagram that is being made: boxes and edges, then put in order, folded and stacked. */
final class Sketch {
  /** Boxes in a row that are looked at as one turn of a repetition. */
  private static final int LONGEST_TURN = 6;

  private record Node(Box box, int rank) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final List<Integer> order = new ArrayList<>();

  /**
   * @param rank boxes that could come in any order come in the order of their ranks
   * @return its number
   */
  int add(Box box, int rank) {
    nodes.add(new Node(box, rank));
    return nodes.size() - 1;
  }

  void connect(int from, int to, Type type, boolean back) {
    if (from != to) {
      edges.add(new Edge(from, to, type, back));
    }
  }

  /** Puts boxes in order; false if they stand in a circle. */
  boolean sort() {
    Map<Integer, Integer> waiting = new HashMap<>();
    forward().forEach(e -> waiting.merge(e.to(), 1, Integer::sum));
    PriorityQueue<Integer> ready =
        new PriorityQueue<>(
            Comparator.<Integer>comparingInt(i -> nodes.get(i).rank()).thenComparing(i -> i));
    for (int i = 0; i < nodes.size(); i++) {
      if (!waiting.containsKey(i)) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int next = ready.poll();
      order.add(next);
      for (Edge e : forward()) {
        if (e.from() == next && waiting.merge(e.to(), -1, Integer::sum) == 0) {
          ready.add(e.to());
        }
      }
    }
    return order.size() == nodes.size();
  }

  /** The boxes that {@link #sort} found no place for. */
  Set<Integer> circle() {
    Set<Integer> left = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      left.add(i);
    }
    order.forEach(left::remove);
    return left;
  }

  private List<Edge> forward() {
    return edges.stream().filter(e -> !e.back()).toList();
  }

  /** The box that alone follows a box, and follows it alone; -1 if there is none. */
  private int follower(int box) {
    List<Edge> out = edges.stream().filter(e -> e.from() == box).toList();
    if (out.size() != 1 || out.get(0).back()) {
      return -1;
    }
    int next = out.get(0).to();
    return edges.stream().filter(e -> e.to() == next).count() == 1 ? next : -1;
  }

  /** The same with one box for what comes several times in a row. */
  Sketch fold() {
    Sketch folded = new Sketch();
    Map<Integer, Integer> places = new HashMap<>();
    for (int start : order) {
      if (places.containsKey(start)) {
        continue;
      }
      List<Integer> row = row(start);
      int turn = turn(row);
      int turns = turn == 0 ? 1 : turns(row, turn);
      int place = folded.add(turns == 1 ? box(start) : repeated(row.subList(0, turn), turns), 0);
      for (int i = 0; i < Math.max(1, turn * turns); i++) {
        places.put(row.get(i), place);
      }
    }
    edges.forEach(
        e -> folded.connect(places.get(e.from()), places.get(e.to()), e.type(), e.back()));
    folded.sort();
    return folded;
  }

  private Box box(int place) {
    return nodes.get(place).box();
  }

  private List<Integer> row(int start) {
    List<Integer> row = new ArrayList<>();
    for (int i = start; i >= 0; i = follower(i)) {
      row.add(i);
    }
    return row;
  }

  /** How long the turn is by which a row repeats itself most; 0 if it does not. */
  private int turn(List<Integer> row) {
    int best = 0;
    int covered = 0;
    for (int turn = 1; turn <= Math.min(LONGEST_TURN, row.size() / 2); turn++) {
      int turns = turns(row, turn);
      boolean worth = turns > 2 || turns == 2 && (turn > 1 || box(row.get(0)).inside() != null);
      if (worth && turn * turns > covered) {
        best = turn;
        covered = turn * turns;
      }
    }
    return best;
  }

  private int turns(List<Integer> row, int turn) {
    int same = turn;
    while (same < row.size() && box(row.get(same)).looksLike(box(row.get(same - turn)))) {
      same++;
    }
    return same / turn;
  }

  private Box repeated(List<Integer> turn, int turns) {
    Box last = box(turn.get(turn.size() - 1));
    if (turn.size() == 1) {
      return last.times(turns);
    }
    Sketch inside = new Sketch();
    int before = inside.add(BoxWriter.port("", last.type()), 0);
    for (int i : turn) {
      int place = inside.add(box(i), 0);
      inside.connect(before, place, inside.box(before).type(), false);
      before = place;
    }
    inside.connect(before, inside.add(BoxWriter.port("", last.type()), 0), last.type(), false);
    inside.sort();
    long parameters = turn.stream().mapToLong(i -> box(i).parameters()).sum();
    Box one =
        new Box(
            Box.Kind.BLOCK,
            "repeat",
            "",
            last.type(),
            parameters,
            box(turn.get(0)).line(),
            1,
            "",
            inside.stack());
    return one.times(turns);
  }

  /** The diagram: what follows a box and leaves the shape as it is stands in the same stack. */
  Diagram stack() {
    List<List<Box>> stacks = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i : order) {
      if (places.containsKey(i)) {
        continue;
      }
      List<Box> stack = new ArrayList<>(List.of(box(i)));
      places.put(i, stacks.size());
      for (int next = follower(i); next >= 0 && sticks(stack, box(next)); next = follower(next)) {
        stack.add(box(next));
        places.put(next, stacks.size());
      }
      stacks.add(stack);
    }
    List<Edge> between = new ArrayList<>();
    for (Edge e : edges) {
      Edge moved = new Edge(places.get(e.from()), places.get(e.to()), e.type(), e.back());
      if (moved.from() != moved.to()) {
        between.add(moved);
      }
    }
    return new Diagram(stacks.stream().map(Stack::new).toList(), between);
  }

  private static boolean sticks(List<Box> stack, Box next) {
    Box top = stack.get(stack.size() - 1);
    boolean plain = next.kind() == Box.Kind.ELEMENTWISE || next.kind() == Box.Kind.NORM;
    boolean onto = top.kind() != Box.Kind.PORT && top.inside() == null;
    return plain && onto && next.inside() == null && next.type().equals(top.type());
  }
}
