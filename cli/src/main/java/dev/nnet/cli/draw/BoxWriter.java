package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Atoms.Atom;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.graph.Graph.Recurrence;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is written into the box of an atom. */
final class BoxWriter {
  private static final Map<String, String> SIGNS =
      Map.of("add", "+", "subtract", "-", "multiply", "*", "divide", "/", "matmul", "@");

  private static final Pattern CALL = Pattern.compile("\\w+(\\([^()]*\\))?");
  private static final int LONGEST = 26;

  private final ElaboratedNetwork network;

  BoxWriter(ElaboratedNetwork network) {
    this.network = network;
  }

  static Box port(String name, Type type) {
    return new Box(Box.Kind.PORT, name, "", type, 0, 0, 1, "", null);
  }

  /**
   * The box of an atom.
   *
   * @param type of its result
   */
  Box atom(Atom atom, Type type) {
    Value last = atom.last();
    if (last.op() == Leaf.INPUT) {
      return port(last.attributes().word("name"), type);
    }
    if (last.op() == Leaf.CARRY) {
      String name = last.attributes().word("name");
      return port(name.replaceAll("\\.\\d+$", "") + " of the step before", type);
    }
    boolean named = atom.call() != null;
    long parameters = named && !atom.again() ? parameters(atom.path()) : 0;
    return new Box(
        kind(atom, parameters),
        named ? atom.call().name() : name(atom),
        named ? atom.call().arguments() : arguments(atom),
        type,
        parameters,
        last.origin().span().line(),
        1,
        steps(atom),
        null);
  }

  private String steps(Atom atom) {
    for (Recurrence r : network.graph().recurrences()) {
      if (atom.values().contains(r.carry())) {
        return DiagramReader.steps(r);
      }
    }
    return "";
  }

  /** {@code +}, {@code 1 -}, {@code last}, or the first op of what has no name. */
  private String name(Atom atom) {
    Value v = atom.last();
    if (standardizes(atom)) {
      return "standardize";
    }
    String sign = SIGNS.get(v.op().name());
    if (sign != null) {
      String left = constant(v.operand(0));
      String right = constant(v.operand(1));
      return (left.isEmpty() ? "" : left + " ") + sign + (right.isEmpty() ? "" : " " + right);
    }
    String written = v.origin().span().text();
    return CALL.matcher(written).matches() ? written : atom.values().get(0).op().name();
  }

  /** Whether an atom is what {@code preprocess} says of an input of numbers. */
  private boolean standardizes(Atom atom) {
    return network.numbers().stream().anyMatch(n -> n.border().equals(atom.path()));
  }

  /** What is written where that is no call: {@code days - 1} of a slice. */
  private String arguments(Atom atom) {
    String written = atom.last().origin().span().text();
    boolean shown =
        !standardizes(atom)
            && !SIGNS.containsKey(atom.last().op().name())
            && written.length() <= LONGEST;
    return shown && !CALL.matcher(written).matches() ? written : "";
  }

  private static String constant(Value v) {
    return v.op() == Leaf.CONSTANT
        ? BigDecimal.valueOf(v.attributes().number("value")).stripTrailingZeros().toPlainString()
        : "";
  }

  private Box.Kind kind(Atom atom, long parameters) {
    if (standardizes(atom)) {
      return Box.Kind.NORM;
    }
    Value last = atom.last();
    List<Value> operands = atom.values().get(0).operands();
    Value first = operands.isEmpty() ? last : operands.get(0);
    Set<OpKind> kinds = atom.values().stream().map(v -> v.op().kind()).collect(Collectors.toSet());
    if (kinds.contains(OpKind.CONTRACTION) || kinds.contains(OpKind.GATHER)) {
      return Box.Kind.WEIGHTS;
    }
    if (parameters > 0) {
      return Box.Kind.NORM;
    }
    if (kinds.contains(OpKind.REDUCTION) || kinds.contains(OpKind.WINDOW)) {
      // softmax and the like go on with each element
      return last.op().kind() == OpKind.ELEMENTWISE && last.shape().equals(first.shape())
          ? Box.Kind.NORM
          : Box.Kind.REDUCTION;
    }
    boolean moves = kinds.contains(OpKind.MOVE) || kinds.contains(OpKind.VIEW);
    boolean part = first.shape().sizePerExample() > last.shape().sizePerExample();
    return moves || part ? Box.Kind.MOVE : Box.Kind.ELEMENTWISE;
  }

  /** The trainable numbers of a layer or block, by its path. */
  long parameters(String path) {
    long sum = 0;
    for (Value p : network.graph().parameters()) {
      String layer = p.origin().layer();
      if (p.op() == Leaf.PARAMETER && (layer.equals(path) || layer.startsWith(path + "/"))) {
        sum += p.shape().sizePerExample();
      }
    }
    return sum;
  }
}
