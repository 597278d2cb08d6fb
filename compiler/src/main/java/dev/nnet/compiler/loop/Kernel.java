package dev.nnet.compiler.loop;

import dev.nnet.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A loop nest over buffers: the unit that is emitted as one method.
 *
 * <pre>
 * kernel conv2d(x: in, w: in, y: out)
 *   parallel b < B
 *     jam(4) c < 16
 *       vector(2) p < 144
 *         let acc = 0
 *         ...
 *         store y[2304*b + 144*c + p] = acc
 * </pre>
 *
 * @param name after its layer: {@code conv1_tanh_pool}
 * @param layer the path of the layer: {@code logits/conv1}; empty outside of layers
 * @param span the layer in the text
 * @param buffers the arguments, in order
 * @param numbers whole numbers that the caller gives, such as the step of a loop around
 * @param rows scratch in row arrays, which it finds as another call has left them
 */
public record Kernel(
    String name,
    String layer,
    Span span,
    List<Buffer> buffers,
    List<Var> numbers,
    List<Buffer> rows,
    Stmt body) {
  /** A number that goes up with every run of the program. */
  public static final Var RUN = new Var("run");

  public Kernel {
    buffers = List.copyOf(buffers);
    numbers = List.copyOf(numbers);
    rows = List.copyOf(rows);
  }

  /** A kernel without scratch, of no layer. */
  public Kernel(String name, Span span, List<Buffer> buffers, List<Var> numbers, Stmt body) {
    this(name, "", span, buffers, numbers, List.of(), body);
  }

  /** The same, of a layer. */
  public Kernel of(String path) {
    return new Kernel(name, path, span, buffers, numbers, rows, body);
  }

  /** The sequences whose lengths its loops need, in order of their names. */
  public List<Extent.Steps> sequences() {
    Map<String, Extent.Steps> found = new TreeMap<>();
    body.accept(
        new StmtWalk() {
          @Override
          public Void loop(Stmt.Loop loop) {
            if (loop.extent() instanceof Extent.Steps steps) {
              found.put(steps.sequence(), steps);
            }
            return super.loop(loop);
          }
        });
    return List.copyOf(found.values());
  }

  /** How many independent units its parallel loops have; 1 without one. */
  public Extent units() {
    Extent[] found = {Extent.of(1)};
    body.accept(
        new StmtWalk() {
          @Override
          public Void loop(Stmt.Loop loop) {
            found[0] = loop.mode().overUnits() ? loop.extent() : found[0];
            return super.loop(loop);
          }
        });
    return found[0];
  }

  /** The loop that workers can share within an example; null if there is none. */
  public Stmt.Loop shared() {
    Stmt.Loop[] found = {null};
    body.accept(
        new StmtWalk() {
          @Override
          public Void loop(Stmt.Loop loop) {
            boolean wider = found[0] == null || loop.factor() > found[0].factor();
            found[0] = loop.mode().overPart() && wider ? loop : found[0];
            return super.loop(loop);
          }
        });
    return found[0];
  }

  /** Whether it needs to know how many steps the memory has room for. */
  public boolean open() {
    boolean[] open = {false};
    body.accept(
        new LoadWalk() {
          private void see(Affine offset, long stride) {
            open[0] |= Capacity.in(offset.constant()) || Capacity.in(stride);
            offset.terms().values().forEach(c -> open[0] |= Capacity.in(c));
          }

          @Override
          public Void loop(Stmt.Loop loop) {
            open[0] |= loop.extent() instanceof Extent.Fixed f && Capacity.in(f.size());
            return super.loop(loop);
          }

          @Override
          public Void store(Stmt.Store store) {
            see(store.offset(), store.stride());
            return super.store(store);
          }

          @Override
          protected void load(Expr.Load load) {
            see(load.offset(), load.stride());
          }
        });
    return open[0];
  }

  /** The same with less code: what was written out is looped over, tiles have half the size. */
  public Kernel smaller() {
    return new Kernel(name, layer, span, buffers, numbers, rows, smaller(body));
  }

  private static Stmt smaller(Stmt stmt) {
    if (stmt instanceof Stmt.Block b) {
      return new Stmt.Block(b.span(), b.body().stream().map(Kernel::smaller).toList());
    }
    if (stmt instanceof Stmt.Loop l) {
      Stmt.Mode mode = l.mode() == Stmt.Mode.UNROLL ? Stmt.Mode.SERIAL : l.mode();
      int factor = mode == Stmt.Mode.EVEN ? 2 : Math.max(1, l.factor() / 2);
      return new Stmt.Loop(l.var(), l.extent(), mode, factor, l.overrun(), smaller(l.body()));
    }
    return stmt;
  }
}
