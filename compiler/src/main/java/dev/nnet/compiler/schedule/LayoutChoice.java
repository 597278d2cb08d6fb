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
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.schedule.Layout.Halo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Graph graph;
  private final ParameterLayout parameters;
  private final Borders borders;
  private final Map<Value, Halo> halos = new HashMap<>();
  private final Map<Value, Tensor> tensors = new HashMap<>();
  private final Map<Value, Map<Wish, Tensor>> copies = new HashMap<>();
  private final Map<Value, Map<Object, Tensor>> packed = new HashMap<>();
  private final Map<Graph.Result, Tensor> homes = new HashMap<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final Loops loops;
  private final boolean prepare;
  private long prepared = Layout.FIRST_LINE;

  private LayoutChoice(
      Graph graph, Loops loops, ParameterLayout parameters, Borders borders, boolean prepare) {
    this.graph = graph;
    this.loops = loops;
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
      Graph graph,
      Loops loops,
      List<Nest> nests,
      ParameterLayout parameters,
      Borders borders,
      boolean prepare) {
    nests.forEach(n -> n.operands().forEach(o -> loops.read(o, n.loop())));
    List<Nest> peeled = nests.stream().map(n -> Peeling.of(n, loops)).toList();
    LayoutChoice choice = new LayoutChoice(graph, loops, parameters, borders, prepare);
    choice.collectHalos(peeled);
    choice.placeLeaves();
    peeled.forEach(n -> choice.place(n, peeled));
    loops.recurrences().forEach(choice::carry);
    choice.deliver();
    return choice.clusters;
  }

  /** The halo each computed value gets: the largest that its readers agree on. */
  private void collectHalos(List<Nest> nests) {
    for (Nest nest : nests) {
      for (Expr.Access access : Accesses.of(nest.definition())) {
        Value read = nest.operands().get(access.operand());
        Halo need = Wish.need(nest, access, loops.stored(read).shape());
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
    for (Graph.Recurrence r : loops.recurrences()) {
      Type type = loops.stored(r.carry());
      Halo none = Halo.none(type.shape().rank());
      Layout layout = inside(type, inner(type), List.of(), none);
      tensors.put(r.carry(), new Tensor(Names.value(r.carry()), type, layout, Region.ARENA, 0));
    }
  }

  private void place(Nest nest, List<Nest> nests) {
    Value v = nest.value();
    boolean begun = tensors.containsKey(v);
    Tensor result = begun ? tensors.get(v) : result(nest);
    tensors.put(v, result);
    int lane = Wish.lane(nest.definition(), result);
    List<Tensor> operands = new ArrayList<>();
    Map<Integer, Wish> wishes = new HashMap<>();
    for (Expr.Access access : Accesses.of(nest.definition())) {
      Value read = nest.operands().get(access.operand());
      Wish wish = Wish.of(nest, access, loops.stored(read).shape(), lane);
      wishes.merge(access.operand(), wish, Wish::join);
    }
    // weights that change with every run are worth copying only where each run reads them often
    boolean often = prepare || nest.loop() != null;
    Panels panels = often ? Panels.of(nest, lane, loops, Slices.of(nest, lane, nests)) : null;
    for (int i = 0; i < nest.operands().size(); i++) {
      Value read = nest.operands().get(i);
      boolean matrix = panels != null && panels.matrix() == i;
      operands.add(matrix ? packed(read, panels) : suited(read, wishes.get(i), nest.loop()));
    }
    Cluster.Part part = begun ? Cluster.Part.MORE : Cluster.Part.ALL;
    Definition d = panels == null ? nest.definition() : panels.product();
    clusters.add(
        new Cluster(Names.of(v), v.origin(), nest.kind(), d, operands, result, nest.loop(), part));
  }

  /** The panels of a matrix, made once. */
  private Tensor packed(Value matrix, Panels panels) {
    return packed
        .computeIfAbsent(matrix, v -> new HashMap<>())
        .computeIfAbsent(
            panels.key(),
            f -> {
              Tensor own = tensors.get(matrix);
              Tensor made =
                  tensor(own.name() + "_panels", panels.type(), panels.layout(), List.of(own));
              String name = Names.of(matrix) + "_pack";
              Definition packing = panels.packing(own.type().shape().rank());
              clusters.add(
                  cluster(name, matrix.origin(), OpKind.MOVE, packing, List.of(own), made, null));
              return made;
            });
  }

  private static Cluster cluster(
      String name,
      Origin origin,
      OpKind kind,
      Definition definition,
      List<Tensor> operands,
      Tensor result,
      TimeLoop loop) {
    return new Cluster(
        Names.clean(name), origin, kind, definition, operands, result, loop, Cluster.Part.ALL);
  }

  /** What a step leaves to the next one, and what the first one begins with. */
  private void carry(Graph.Recurrence r) {
    Carries carries = new Carries(r, loops);
    Tensor carry = tensors.get(r.carry());
    List<Tensor> initial = r.initial() == null ? List.of() : List.of(tensors.get(r.initial()));
    clusters.add(carries.first(initial, carry));
    clusters.add(carries.next(tensors.get(r.source()), carry));
  }

  private Tensor result(Nest nest) {
    Value v = nest.value();
    for (Graph.Result r : graph.results()) {
      if (r.value() == v && !isShort(nest, home(r))) {
        return home(r);
      }
    }
    List<Tensor> operands = nest.operands().stream().map(tensors::get).toList();
    return tensor(Names.value(v), loops.stored(v), layout(nest, operands), operands);
  }

  /**
   * Whether the rows of a border are too short for vectors: ten scores are computed as sixteen, in
   * one vector, and ten are copied.
   */
  private static boolean isShort(Nest nest, Tensor home) {
    return nest.kind() == OpKind.CONTRACTION
        && home.region() == Region.FLOAT_BORDER
        && home.batched()
        && home.innerSize() >= Lane.LEAST
        && home.innerSize() < Layout.LANES;
  }

  private Layout layout(Nest nest, List<Tensor> operands) {
    Value v = nest.value();
    Type type = loops.stored(v);
    Halo halo = halos.getOrDefault(v, Halo.none(type.shape().rank()));
    if (!v.shape().batched() && nest.kind() != OpKind.CONTRACTION && halo.isNone()) {
      for (Tensor operand : operands) {
        if (operand.type().shape().equals(v.shape()) && operand.layout().halo().isNone()) {
          return operand.layout(); // weights stay where their readers want them
        }
        boolean part = known(operand) && operand.type().shape().rank() == type.shape().rank();
        if (part && operand.layout().inner() >= 0) {
          return inside(type, operand.layout().inner(), List.of(), halo);
        }
      }
    }
    long step = halo.isNone() ? step(nest) : 1;
    if (step > 1) {
      return Layout.apart(type, step);
    }
    int inner = inPlanes(nest, halo) ? 3 : inner(type);
    return inside(type, inner, List.of(), halo);
  }

  /** A tensor that is computed from others. */
  private Tensor tensor(String name, Type type, Layout layout, List<Tensor> from) {
    if (!prepare || type.shape().batched() || !from.stream().allMatch(LayoutChoice::known)) {
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
    Type type = loops.stored(nest.value());
    if (!few(type) || halo.spacing().get(3) != 1) {
      return false;
    }
    if (nest.kind() == OpKind.CONTRACTION) {
      return slides(nest.definition());
    }
    boolean any = false;
    boolean planes = false;
    for (Value operand : nest.operands()) {
      if (loops.stored(operand).equals(type)) {
        any = true;
        planes |= tensors.get(operand).layout().planes();
      }
    }
    return planes || !any;
  }

  /**
   * How far apart columns lie if they stay in the column of the planes that they are made from: 2
   * behind a pooling of 2 x 2. Lanes run over all columns then, every second one for nothing, where
   * else each element would gather its own. 1 where rows are too short, or no planes are read.
   */
  private long step(Nest nest) {
    Type type = loops.stored(nest.value());
    if (!image(type) || nest.kind() == OpKind.CONTRACTION) {
      return 1;
    }
    Affine column = nest.definition().coordinates().get(3);
    Set<Long> steps = new HashSet<>();
    for (Expr.Access access : Accesses.of(nest.definition())) {
      Tensor read = tensors.get(nest.operands().get(access.operand()));
      for (Var var : column.terms().keySet()) {
        long step = Offsets.of(read, access).coefficient(var);
        steps.add(read.layout().planes() || step == 0 ? step : 1);
      }
    }
    steps.remove(0L);
    boolean one = column.terms().size() == 1 && steps.size() == 1;
    long step = one ? steps.iterator().next() : 1;
    return (type.shape().size(3) - 1) * step >= Layout.LANES ? step : 1;
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
            cluster(
                r.name() + "_copy",
                r.value().origin(),
                OpKind.MOVE,
                Accesses.identity(r.value().shape()),
                List.of(from),
                home(r),
                null));
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
  private Tensor suited(Value read, Wish wish, TimeLoop loop) {
    Tensor own = tensors.get(read);
    Layout layout = own.layout();
    boolean lanesFit = wish.inner() < 0 || layout.inner() == wish.inner();
    if (lanesFit && layout.halo().covers(wish.halo())) {
      return own;
    }
    return copies
        .computeIfAbsent(read, v -> new HashMap<>())
        .computeIfAbsent(wish, w -> copy(read, own, w, loop));
  }

  private Tensor copy(Value read, Tensor own, Wish wish, TimeLoop loop) {
    boolean running = loop != null && loops.of(read) == loop;
    if (running && loops.whole(read)) {
      throw new IllegalStateException("a copy of " + own + " while its steps are made");
    }
    boolean planes = few(own.type()) && own.layout().inner() == 3;
    int other = image(own.type()) && !planes ? 1 : own.layout().inner();
    int inner = wish.inner() >= 0 ? wish.inner() : other;
    List<Integer> walk = own.batched() ? List.of() : wish.order();
    Layout layout = inside(own.type(), inner, walk, wish.halo());
    Type type = Type.f32(own.type().shape());
    Tensor copy = tensor(own.name() + "_packed", type, layout, List.of(own));
    Definition identity = Accesses.identity(own.type().shape());
    Origin origin = read.origin();
    String name = read.op() instanceof Leaf ? own.name() : Names.of(read);
    TimeLoop in = running ? loop : null;
    clusters.add(cluster(name + "_pack", origin, OpKind.MOVE, identity, List.of(own), copy, in));
    return copy;
  }
}
