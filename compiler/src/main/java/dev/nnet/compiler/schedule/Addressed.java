package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Definition;
import dev.nnet.compiler.loop.Definition.Axis;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Substitution;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster whose accesses are loads at offsets: logical coordinates are gone, loops are not chosen
 * yet. Axes of extent 1 are dropped.
 *
 * <p>{@link #coalesce} joins two axes that walk through all memory as one would:
 *
 * <pre>
 * for v < 3: for c < 64: acc += x[64*v + c + ..] * w[1024*v + 16*c + ..]
 * =>  for t < 192: acc += x[t + ..] * w[16*t + ..]
 * </pre>
 *
 * @param buffers what is loaded and stored
 * @param arguments the tensors they stand for
 */
record Addressed(
    List<Axis> axes,
    List<Axis> reduced,
    Local accumulator,
    Expr initial,
    Expr update,
    Expr result,
    Buffer out,
    Affine at,
    List<Buffer> buffers,
    List<Tensor> arguments) {

  static Addressed of(Cluster cluster) {
    Definition d = cluster.definition();
    Map<Var, Affine> single = new HashMap<>();
    Addressing addressing = new Addressing(cluster, single);
    List<Axis> axes = several(d.axes(), single);
    List<Axis> reduced = several(d.reduced(), single);
    Expr initial = addressing.map(d.initial());
    Expr update = addressing.map(d.update());
    Buffer out = addressing.buffer(cluster.result());
    Expr result = addressing.map(d.result());
    Affine at = addressing.map(Offsets.of(cluster.result(), d.coordinates()));
    return new Addressed(
        axes,
        reduced,
        d.accumulator(),
        initial,
        update,
        result,
        out,
        at,
        addressing.arguments.stream().map(addressing.buffers::get).toList(),
        addressing.arguments);
  }

  private static List<Axis> several(List<Axis> axes, Map<Var, Affine> single) {
    List<Axis> left = new ArrayList<>();
    for (Axis axis : axes) {
      if (axis.extent().equals(Extent.of(1))) {
        single.put(axis.var(), Affine.ZERO);
      } else {
        left.add(axis);
      }
    }
    return left;
  }

  boolean reduces() {
    return accumulator != null;
  }

  /** Whether an axis is as long as the memory has room. */
  boolean open() {
    return Stream.concat(axes.stream(), reduced.stream())
        .anyMatch(a -> a.extent() instanceof Extent.Fixed f && Capacity.in(f.size()));
  }

  /** The offsets of all loads. */
  List<Affine> loads() {
    List<Affine> found = summands();
    found.addAll(offsets(result));
    found.addAll(offsets(initial));
    return found;
  }

  /** The offsets of the loads inside the sum. */
  List<Affine> summands() {
    return offsets(update);
  }

  private static List<Affine> offsets(Expr e) {
    List<Affine> found = new ArrayList<>();
    new ExprMap() {
      @Override
      public Expr load(Expr.Load load) {
        found.add(load.offset());
        map(load.row());
        return load;
      }
    }.map(e);
    return found;
  }

  /**
   * Joins axes as far as possible; reduced axes only where the order of the sum stays.
   *
   * @param alone this axis is left as it is; null if none
   */
  Addressed coalesce(Var alone) {
    Addressed joined = this;
    boolean again = true;
    while (again) {
      Addressed next = joined.joinOnce(alone);
      again = next != joined;
      joined = next;
    }
    return joined;
  }

  private Addressed joinOnce(Var alone) {
    Set<Var> fixed = counted();
    fixed.add(alone);
    for (Axis outer : axes) {
      for (Axis inner : axes) {
        if (outer != inner && joins(outer, inner, fixed)) {
          return join(outer, inner);
        }
      }
    }
    for (int i = 0; i + 1 < reduced.size(); i++) {
      if (joins(reduced.get(i), reduced.get(i + 1), fixed)) {
        return join(reduced.get(i), reduced.get(i + 1));
      }
    }
    return this;
  }

  /** Variables whose value is used as a number. */
  private Set<Var> counted() {
    Set<Var> found = new HashSet<>();
    ExprMap collector =
        new ExprMap() {
          @Override
          public Expr index(Expr.Index index) {
            found.addAll(index.value().terms().keySet());
            return index;
          }
        };
    collector.map(initial);
    collector.map(update);
    collector.map(result);
    return found;
  }

  private boolean joins(Axis outer, Axis inner, Set<Var> fixed) {
    if (!(outer.extent() instanceof Extent.Fixed)
        || !(inner.extent() instanceof Extent.Fixed f)
        || fixed.contains(outer.var())
        || fixed.contains(inner.var())) {
      return false;
    }
    List<Affine> offsets = loads();
    offsets.add(at);
    return offsets.stream()
        .allMatch(o -> o.coefficient(outer.var()) == f.size() * o.coefficient(inner.var()));
  }

  /**
   * Cuts an axis into blocks, one of the result or a reduced one.
   *
   * <pre>
   * for c < 320: y[c] = ..   =>   for k < 4: for c < 80: y[80*k + c] = ..
   * </pre>
   */
  Addressed split(Axis axis, Var block, long count, long size) {
    Affine whole = Affine.of(block).times(size).plus(Affine.of(axis.var()));
    Substitution moved = new Substitution(Map.of(axis.var(), whole));
    Axis rest = new Axis(axis.var(), Extent.of(size));
    List<Axis> cut = new ArrayList<>(axes);
    if (cut.contains(axis)) {
      cut.set(axes.indexOf(axis), rest);
      cut.add(0, new Axis(block, Extent.of(count)));
    }
    List<Axis> cutReduced = new ArrayList<>(reduced);
    int place = reduced.indexOf(axis);
    if (place >= 0) {
      cutReduced.set(place, rest);
      cutReduced.add(place, new Axis(block, Extent.of(count)));
    }
    return with(cut, cutReduced, moved, at.substitute(axis.var(), whole));
  }

  /** The same with a result that is read too. */
  Addressed inPlace() {
    Buffer both = new Buffer(out.name(), out.element(), Buffer.Access.READ_WRITE);
    List<Buffer> all = new ArrayList<>(buffers);
    all.set(buffers.indexOf(out), both);
    return new Addressed(
        axes, reduced, accumulator, initial, update, result, both, at, all, arguments);
  }

  /**
   * Computes also what lies between columns that stand apart, so that all accesses are consecutive.
   *
   * <pre>
   * for j < 14: y[2*j] = x[2*j] + x[2*j + 1]   =>   for j < 27: y[j] = x[j] + x[j + 1]
   * </pre>
   *
   * @param step how far apart columns of the result stand
   */
  Addressed between(long step) {
    for (Axis axis : axes) {
      boolean column = step > 1 && at.coefficient(axis.var()) == step;
      boolean steps = loads().stream().allMatch(l -> l.coefficient(axis.var()) % step == 0);
      if (column && steps && !counted().contains(axis.var())) {
        Axis all = new Axis(axis.var(), Extent.of((axis.extent().most() - 1) * step + 1));
        ExprMap closer =
            new ExprMap() {
              @Override
              protected Affine map(Affine index) {
                return closer(index, axis.var(), step);
              }
            };
        List<Axis> others = replace(axes, axis, axis, all);
        return with(others, reduced, closer, closer(at, axis.var(), step));
      }
    }
    return this;
  }

  private static Affine closer(Affine index, Var var, long step) {
    Affine rest = index.substitute(var, Affine.ZERO);
    return rest.plus(Affine.of(var).times(index.coefficient(var) / step));
  }

  private Addressed join(Axis outer, Axis inner) {
    long size = ((Extent.Fixed) outer.extent()).size() * ((Extent.Fixed) inner.extent()).size();
    Axis both = new Axis(inner.var(), Extent.of(size));
    ExprMap without =
        new ExprMap() {
          @Override
          protected Affine map(Affine index) {
            return index.substitute(outer.var(), Affine.ZERO);
          }
        };
    return with(
        replace(axes, outer, inner, both),
        replace(reduced, outer, inner, both),
        without,
        at.substitute(outer.var(), Affine.ZERO));
  }

  /** Other loops, with indices that belong to them. */
  private Addressed with(List<Axis> others, List<Axis> othersReduced, ExprMap indices, Affine to) {
    return new Addressed(
        others,
        othersReduced,
        accumulator,
        indices.map(initial),
        indices.map(update),
        indices.map(result),
        out,
        to,
        buffers,
        arguments);
  }

  private static List<Axis> replace(List<Axis> axes, Axis outer, Axis inner, Axis both) {
    List<Axis> replaced = new ArrayList<>();
    for (Axis axis : axes) {
      if (axis == inner) {
        replaced.add(both);
      } else if (axis != outer) {
        replaced.add(axis);
      }
    }
    return replaced;
  }

  /** Makes loads of accesses, and a buffer of each tensor that is met. */
  private static final class Addressing extends ExprMap {
    private final Cluster cluster;
    private final Map<Var, Affine> single;
    private final Map<Tensor, Buffer> buffers = new HashMap<>();
    private final List<Tensor> arguments = new ArrayList<>();

    Addressing(Cluster cluster, Map<Var, Affine> single) {
      this.cluster = cluster;
      this.single = single;
    }

    @Override
    protected Affine map(Affine index) {
      Affine mapped = index;
      for (Map.Entry<Var, Affine> e : single.entrySet()) {
        mapped = mapped.substitute(e.getKey(), e.getValue());
      }
      return mapped;
    }

    @Override
    public Expr access(Expr.Access access) {
      Tensor operand = cluster.operands().get(access.operand());
      Affine offset = map(Offsets.of(operand, access));
      return access.row() == null
          ? new Expr.Load(buffer(operand), offset)
          : new Expr.Load(
              buffer(operand), offset, map(access.row()), operand.layout().strides().get(0));
    }

    Buffer buffer(Tensor tensor) {
      return buffers.computeIfAbsent(
          tensor,
          t -> {
            arguments.add(t);
            boolean ints = t.region() == Region.INT_BORDER;
            boolean written = t == cluster.result();
            boolean read = cluster.operands().contains(t);
            return new Buffer(
                t.name(),
                ints ? Buffer.Element.I32 : Buffer.Element.F32,
                !written
                    ? Buffer.Access.READ
                    : read ? Buffer.Access.READ_WRITE : Buffer.Access.WRITE);
          });
    }
  }
}
