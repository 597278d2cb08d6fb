package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Leaf;
import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.schedule.Layout.Halo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the physical layout of every stored value and adds the copies that are needed where one
 * layout does not suit all readers.
 *
 * <p>The language's order is row-major; inside, images are NHWC with channels padded to the lane
 * count, so that vectors run over channels; with few channels and long rows they are NCHW. What a
 * reader sees outside of a tensor (the padding of a convolution, the gaps of a strided gradient) is
 * a halo in the tensor it reads, so that no loop tests bounds. A contraction whose vectors run over
 * an operand's dimension needs that dimension innermost.
 */
final class LayoutChoice {
  /**
   * How a nest wants to read an operand.
   *
   * @param inner the dimension that must be innermost; -1 if any will do
   * @param order the dimensions as the nest walks through them, the fastest last
   */
  private record Wish(Halo halo, int inner, List<Integer> order) {
    Wish join(Wish other) {
      return new Wish(halo.join(other.halo), Math.max(inner, other.inner), order);
    }
  }

  private final Graph graph;
  private final ParameterLayout parameters;
  private final Borders borders;
  private final Map<Value, Halo> halos = new HashMap<>();
  private final Map<Value, Tensor> tensors = new HashMap<>();
  private final Map<Value, Map<Wish, Tensor>> copies = new HashMap<>();
  private final Map<Graph.Result, Tensor> homes = new HashMap<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final boolean prepare;
  private long prepared;

  private LayoutChoice(Graph graph, ParameterLayout parameters, Borders borders, boolean prepare) {
    this.graph = graph;
    this.parameters = parameters;
    this.borders = borders;
    this.prepare = prepare;
  }

  /**
   * The nests over tensors.
   *
   * @param prepare whether parameters stay the same between runs: what follows from them alone is
   *     then computed once
   */
  static List<Cluster> choose(
      Graph graph, List<Nest> nests, ParameterLayout parameters, Borders borders, boolean prepare) {
    LayoutChoice choice = new LayoutChoice(graph, parameters, borders, prepare);
    choice.collectHalos(nests);
    choice.placeLeaves();
    nests.forEach(choice::place);
    choice.deliver();
    return choice.clusters;
  }

  /** The halo each computed value gets: the largest that its readers agree on. */
  private void collectHalos(List<Nest> nests) {
    for (Nest nest : nests) {
      for (Expr.Access access : Accesses.of(nest.definition())) {
        Value read = nest.operands().get(access.operand());
        Halo need = need(nest.definition(), access, read.shape());
        halos.merge(read, need, (a, b) -> a.agrees(b) ? a.join(b) : a);
      }
    }
  }

  private void placeLeaves() {
    for (Value p : graph.parameters()) {
      tensors.put(p, parameters.parameter(p.attributes().word("name")));
    }
    graph.inputs().forEach(v -> tensors.put(v, borders.tensor(v)));
    graph.targets().forEach(v -> tensors.put(v, borders.tensor(v)));
  }

  private void place(Nest nest) {
    Value v = nest.value();
    Tensor result = result(nest);
    tensors.put(v, result);
    int lane = lane(nest.definition(), result);
    List<Tensor> operands = new ArrayList<>();
    Map<Integer, Wish> wishes = new HashMap<>();
    for (Expr.Access access : Accesses.of(nest.definition())) {
      Value read = nest.operands().get(access.operand());
      Halo need = need(nest.definition(), access, read.shape());
      int inner = nest.kind() == OpKind.CONTRACTION ? inner(nest, access, lane) : -1;
      Wish wish = new Wish(need, inner, walk(nest.definition(), access));
      wishes.merge(access.operand(), wish, Wish::join);
    }
    for (int i = 0; i < nest.operands().size(); i++) {
      operands.add(suited(nest.operands().get(i), wishes.get(i)));
    }
    clusters.add(
        new Cluster(Names.of(v), v.origin(), nest.kind(), nest.definition(), operands, result));
  }

  /**
   * The axis that the result's innermost dimension runs over, as a place in the axes; -1 if none.
   */
  private static int lane(Definition d, Tensor result) {
    if (result.layout().inner() < 0) {
      return -1;
    }
    Affine inner = d.coordinates().get(result.layout().inner());
    for (int i = 0; i < d.axes().size(); i++) {
      Axis axis = d.axes().get(i);
      boolean single = axis.extent().equals(Extent.of(1));
      if (!single && inner.coefficient(axis.var()) == 1) {
        return i;
      }
    }
    return -1;
  }

  /** The dimension of the operand that the lane axis runs over, which must be innermost. */
  private static int inner(Nest nest, Expr.Access access, int lane) {
    if (lane < 0) {
      return -1;
    }
    Axis axis = nest.definition().axes().get(lane);
    for (int dim = 0; dim < access.coordinates().size(); dim++) {
      if (access.coordinates().get(dim).numerator().uses(axis.var())) {
        return dim;
      }
    }
    return -1;
  }

  /** The operand's dimensions, those that only follow the result's axes first. */
  private static List<Integer> walk(Definition d, Expr.Access access) {
    List<Integer> order = new ArrayList<>();
    for (int dim = 0; dim < access.coordinates().size(); dim++) {
      order.add(dim);
    }
    order.sort(Comparator.comparingInt(dim -> fastest(d, access.coordinates().get(dim))));
    return order;
  }

  private static int fastest(Definition d, Expr.Coordinate coordinate) {
    int last = -1;
    for (int i = 0; i < d.reduced().size(); i++) {
      last = coordinate.numerator().uses(d.reduced().get(i).var()) ? i : last;
    }
    return last;
  }

  private Tensor result(Nest nest) {
    Value v = nest.value();
    for (Graph.Result r : graph.results()) {
      if (r.value() == v) {
        return home(r);
      }
    }
    List<Tensor> operands = nest.operands().stream().map(tensors::get).toList();
    return tensor(Names.value(v), v.type(), layout(nest, operands), operands);
  }

  private Layout layout(Nest nest, List<Tensor> operands) {
    Value v = nest.value();
    Halo halo = halos.getOrDefault(v, Halo.none(v.shape().rank()));
    if (!v.shape().batched() && nest.kind() != OpKind.CONTRACTION && halo.isNone()) {
      for (Tensor operand : operands) {
        if (operand.type().shape().equals(v.shape()) && operand.layout().halo().isNone()) {
          return operand.layout(); // weights stay where their readers want them
        }
      }
    }
    int inner = inPlanes(nest, halo) ? 3 : inner(v.type());
    return inside(v.type(), inner, List.of(), halo);
  }

  /** A tensor that is computed from others. */
  private Tensor tensor(String name, Type type, Layout layout, List<Tensor> from) {
    if (!prepare || !from.stream().allMatch(LayoutChoice::known)) {
      return new Tensor(name, type, layout, Region.ARENA, 0);
    }
    int offset = Math.toIntExact(prepared);
    prepared += layout.reserved();
    return new Tensor(name, type, layout, Region.PREPARED, offset);
  }

  private static boolean known(Tensor tensor) {
    return tensor.region() == Region.PARAMETERS || tensor.region() == Region.PREPARED;
  }

  /** Whether an image is stored plane by plane, lanes running over the pixels of a row. */
  private boolean inPlanes(Nest nest, Halo halo) {
    Type type = nest.value().type();
    if (!few(type) || halo.spacing().get(3) != 1) {
      return false;
    }
    if (nest.kind() == OpKind.CONTRACTION) {
      return slides(nest.definition());
    }
    boolean any = false;
    boolean planes = false;
    for (Value operand : nest.operands()) {
      if (operand.shape().equals(type.shape())) {
        any = true;
        planes |= tensors.get(operand).layout().inner() == 3;
      }
    }
    return planes || !any;
  }

  /** Whether an image has so few channels that lanes over them would be mostly padding. */
  private static boolean few(Type type) {
    Shape shape = type.shape();
    return image(type) && shape.size(1) <= Layout.LANES / 2 && shape.size(3) >= Layout.LANES;
  }

  private static boolean image(Type type) {
    return type.shape().rank() == 4 && type.shape().batched();
  }

  /** Whether neighbouring columns of the result read neighbouring elements. */
  private static boolean slides(Definition d) {
    Affine column = d.coordinates().get(3);
    for (Expr.Access access : Accesses.of(d)) {
      for (Expr.Coordinate c : access.coordinates()) {
        for (Map.Entry<Var, Long> term : c.numerator().terms().entrySet()) {
          if (column.uses(term.getKey()) && (term.getValue() != 1 || c.divisor() != 1)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Tensor home(Graph.Result r) {
    return homes.computeIfAbsent(
        r,
        x ->
            r.role() == Graph.Role.GRADIENT || r.role() == Graph.Role.STATE
                ? parameters.gradient(r.name())
                : borders.tensor(r));
  }

  /** Copies values that are wanted in more than one place, or that nothing computes. */
  private void deliver() {
    for (Graph.Result r : graph.results()) {
      Tensor from = tensors.get(r.value());
      if (from != home(r)) {
        clusters.add(
            new Cluster(
                Names.clean(r.name() + "_copy"),
                r.value().origin(),
                OpKind.MOVE,
                Accesses.identity(r.value().shape()),
                List.of(from),
                home(r)));
      }
    }
  }

  /** The innermost dimension inside the arena: channels in images, else the last. */
  private static int inner(Type type) {
    return image(type) ? 1 : type.shape().rank() - 1;
  }

  /**
   * The layout inside the arena.
   *
   * @param walk the order of the other dimensions; empty for that of the shape
   */
  private static Layout inside(Type type, int inner, List<Integer> walk, Halo halo) {
    Shape shape = type.shape();
    int rank = shape.rank();
    if (rank == 0 || !shape.dim(inner).known()) {
      return Layout.dense(type);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int dim = walk.isEmpty() ? i : walk.get(i);
      if (dim != inner) {
        order.add(dim);
      }
    }
    if (image(type) && inner == 3) {
      order.add(inner);
      return Layout.inOrder(type, order, halo);
    }
    return Layout.of(type, order, inner, halo);
  }

  /** A tensor of the value that serves the wish: its own, or a copy. */
  private Tensor suited(Value read, Wish wish) {
    Tensor own = tensors.get(read);
    Layout layout = own.layout();
    boolean lanesFit = wish.inner < 0 || layout.inner() == wish.inner;
    if (lanesFit && layout.halo().covers(wish.halo)) {
      return own;
    }
    return copies
        .computeIfAbsent(read, v -> new HashMap<>())
        .computeIfAbsent(wish, w -> copy(read, own, w));
  }

  private Tensor copy(Value read, Tensor own, Wish wish) {
    boolean planes = few(own.type()) && own.layout().inner() == 3;
    int other = image(own.type()) && !planes ? 1 : own.layout().inner();
    int inner = wish.inner >= 0 ? wish.inner : other;
    List<Integer> walk = own.batched() ? List.of() : wish.order;
    Layout layout = inside(own.type(), inner, walk, wish.halo);
    Type type = Type.f32(own.type().shape());
    Tensor copy = tensor(own.name() + "_packed", type, layout, List.of(own));
    Definition identity = Accesses.identity(own.type().shape());
    Origin origin = read.origin();
    String name = (read.op() instanceof Leaf ? own.name() : Names.of(read)) + "_pack";
    clusters.add(new Cluster(Names.clean(name), origin, OpKind.MOVE, identity, List.of(own), copy));
    return copy;
  }

  /** What lies outside of the operand's elements as this access sees it. */
  private static Halo need(Definition d, Expr.Access access, Shape shape) {
    int rank = shape.rank();
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    List<Long> spacing = new ArrayList<>();
    for (int dim = 0; dim < rank; dim++) {
      Expr.Coordinate c = access.coordinates().get(dim);
      if (!shape.dim(dim).known()) {
        before.add(0L);
        after.add(0L);
        spacing.add(1L);
        continue;
      }
      long low = Accesses.extreme(d, c.numerator(), false);
      long high = Accesses.extreme(d, c.numerator(), true);
      before.add(Math.max(0, -low));
      after.add(Math.max(0, high - (shape.size(dim) - 1) * c.divisor()));
      spacing.add(c.divisor());
    }
    return new Halo(before, after, spacing, access.outside());
  }
}
