package dev.nnet.cli.draw;

import dev.nnet.compiler.graph.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a picture shows: boxes, and what flows between them.
 *
 * <pre>
 * block unit(n) {                              stacks: 0 (in)   1 dense(16) | relu   2 +   3 (out)
 *     input x: f32[B, n]
 *     return x + (x -&gt; dense(n) -&gt; relu)        edges:  0-1  0-2  1-2  2-3
 * }
 * </pre>
 *
 * @param stacks in an order in which each comes after those it needs, but for edges back in time
 */
record Diagram(List<Stack> stacks, List<Edge> edges) {
  /** Boxes that follow each other and leave the shape as it is. */
  record Stack(List<Box> boxes) {
    Stack {
      boxes = List.copyOf(boxes);
    }

    Box last() {
      return boxes.get(boxes.size() - 1);
    }
  }

  /**
   * A value on its way.
   *
   * @param back whether the next step of a sequence gets it
   */
  record Edge(int from, int to, Type type, boolean back) {}

  Diagram {
    stacks = List.copyOf(stacks);
    edges = List.copyOf(edges);
  }

  Stream<Box> boxes() {
    return stacks.stream().flatMap(s -> s.boxes().stream());
  }

  /** All boxes, those in boxes included. */
  int size() {
    return boxes().mapToInt(Box::size).sum();
  }

  /** What there is to tell apart, in boxes too. */
  Set<Box.Kind> kinds() {
    Set<Box.Kind> kinds = EnumSet.noneOf(Box.Kind.class);
    boxes()
        .forEach(
            b -> {
              kinds.add(b.kind());
              kinds.addAll(b.inside() == null ? List.of() : b.inside().kinds());
            });
    kinds.remove(Box.Kind.PORT);
    return kinds;
  }

  /** The box that shows most when it is opened; the first of several. */
  Optional<Box> fullest() {
    return boxes().filter(b -> b.inside() != null).reduce((a, b) -> b.size() > a.size() ? b : a);
  }

  /** Of each block in here, at any depth, the fullest box; in order of their names in the text. */
  List<Box> examples() {
    List<Box> found = new ArrayList<>();
    collect(found);
    return found;
  }

  private void collect(List<Box> found) {
    List<Box> own = boxes().filter(b -> b.inside() != null).toList();
    for (Box box : own) {
      if (found.stream().noneMatch(f -> f.name().equals(box.name()))) {
        found.add(
            own.stream()
                .filter(b -> b.name().equals(box.name()))
                .max(Comparator.comparingInt(Box::size))
                .orElseThrow());
      }
    }
    own.stream()
        .sorted(Comparator.comparingInt(b -> -b.size()))
        .forEach(b -> b.inside().collect(found));
  }
}
