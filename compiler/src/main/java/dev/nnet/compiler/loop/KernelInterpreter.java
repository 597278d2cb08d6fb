package dev.nnet.compiler.loop;

import java.util.HashMap;
import java.util.Map;

/** Runs a kernel, one statement after the other: what the emitted bytecode must agree with. */
public final class KernelInterpreter implements Evaluator.Environment, Stmt.Visitor<Void> {
  /** An argument: a {@code float[]} or {@code int[]} and where the buffer begins in it. */
  public record Argument(Object array, int base) {}

  private final Map<Buffer, Argument> arguments;
  private final long batch;
  private final long from;
  private final long to;
  private final Map<Var, Long> variables = new HashMap<>();
  private final Evaluator evaluator = new Evaluator(true, this);

  private KernelInterpreter(
      Map<Buffer, Argument> arguments, Map<Var, Long> numbers, long batch, long from, long to) {
    variables.putAll(numbers);
    this.arguments = arguments;
    this.batch = batch;
    this.from = from;
    this.to = to;
  }

  /**
   * Runs the units {@code from <= u < to} of the kernel's parallel loop, or all of a serial one.
   *
   * @param numbers the values of {@link Kernel#numbers()}
   */
  public static void run(
      Kernel kernel,
      Map<Buffer, Argument> arguments,
      Map<Var, Long> numbers,
      long batch,
      long from,
      long to) {
    kernel.body().accept(new KernelInterpreter(arguments, numbers, batch, from, to));
  }

  @Override
  public Void block(Stmt.Block block) {
    block.body().forEach(s -> s.accept(this));
    return null;
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    boolean shared = loop.mode().overUnits();
    long end = shared ? to : loop.extent().size(batch);
    end -= loop.mode() == Stmt.Mode.EVEN ? (to - from) % 2 : 0;
    long start = loop.mode() == Stmt.Mode.ODD ? to - (to - from) % 2 : shared ? from : 0;
    for (long i = start; i < end; i++) {
      variables.put(loop.var(), i);
      loop.body().accept(this);
    }
    return null;
  }

  @Override
  public Void let(Stmt.Let let) {
    evaluator.set(let.local(), evaluator.evaluate(let.value()));
    return null;
  }

  @Override
  public Void set(Stmt.Set set) {
    evaluator.set(set.local(), evaluator.evaluate(set.value()));
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    Argument a = arguments.get(store.buffer());
    int at = a.base() + (int) store.offset().evaluate(variables::get);
    at += row(store.row(), store.stride());
    float value = (float) evaluator.evaluate(store.value());
    if (a.array() instanceof int[] ints) {
      ints[at] = (int) value;
    } else {
      ((float[]) a.array())[at] = value;
    }
    return null;
  }

  @Override
  public double load(Expr.Load load) {
    Argument a = arguments.get(load.buffer());
    int at = a.base() + (int) load.offset().evaluate(variables::get);
    at += row(load.row(), load.stride());
    return a.array() instanceof int[] ints ? (float) ints[at] : ((float[]) a.array())[at];
  }

  private int row(Expr row, long stride) {
    return row == null ? 0 : (int) (evaluator.evaluate(row) * stride);
  }

  @Override
  public double access(Expr.Access access) {
    throw new IllegalStateException("a kernel has loads, not accesses");
  }

  @Override
  public long variable(Var var) {
    return variables.get(var);
  }

  @Override
  public long batch() {
    return batch;
  }
}
