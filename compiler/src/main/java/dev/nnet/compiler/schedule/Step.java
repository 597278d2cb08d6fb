package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.source.Span;
import java.util.List;

/**
 * Kernels that run one after the other over the same units before the next step begins: what fusion
 * joined. A worker takes a range of units and runs it in chunks, all calls for each chunk, so that
 * what one call writes is still in the cache when the next one reads it.
 *
 * <pre>
 * for start in from .. to step chunk:
 *     for each call: kernel(.., start, min(start + chunk, to))
 * </pre>
 *
 * @param name after its layers: {@code conv2d_1_tanh_avg_pool2d}
 * @param chunk units for each round of calls
 */
public record Step(String name, Span span, int chunk, List<Call> calls) {
  /** Part of the work that is most of it. */
  private static final double MOST = 0.75;

  /** Examples of a loop's step that keep a worker busy with each weight it has fetched. */
  private static final int ROUND_OF_A_LOOP = 8;

  public Step {
    calls = List.copyOf(calls);
  }

  /** The step as the plain emission makes it. */
  Step inPlain() {
    return new Step(name, span, chunk, calls.stream().map(Call::inPlain).toList());
  }

  /** The number of units: the batch, or a fixed number; 1 for serial work. */
  public Extent extent() {
    return calls.get(0).kernel().units();
  }

  /** Units for each worker at least. */
  public int grain() {
    return Cost.grain(cycles());
  }

  private long cycles() {
    return calls.stream().mapToLong(Call::cycles).sum();
  }

  /** Examples that workers take together where they share each; 0 if they cannot. */
  public int round() {
    boolean loops = calls.stream().anyMatch(c -> c.loop() != null);
    return !divisible() ? 0 : loops ? Math.min(chunk, ROUND_OF_A_LOOP) : chunk;
  }

  /** Whether workers can share an example: most of the work is in calls that can be cut. */
  public boolean divisible() {
    long cut = calls.stream().filter(c -> c.pieces() > 1).mapToLong(Call::cycles).sum();
    return extent().equals(Extent.BATCH) && cut >= MOST * cycles();
  }

  /** Floating-point operations for this batch; a fused multiply-add counts two. */
  public double flops(long batch) {
    return calls.stream().mapToDouble(c -> turns(c) * Operations.of(c.kernel(), batch)).sum();
  }

  /** The memory that its kernels must move for this batch. */
  public Traffic traffic(long batch) {
    return calls.stream()
        .map(c -> Traffic.of(c.kernel(), batch).times(turns(c)))
        .reduce(Traffic.NONE, Traffic::plus);
  }

  /**
   * The memory that is in use at a time, in bytes: of one step, if a loop over steps goes around.
   */
  public double workingSet(long batch) {
    return calls.stream().mapToDouble(c -> Traffic.of(c.kernel(), batch).bytes()).sum();
  }

  private static double turns(Call call) {
    return call.loop() == null ? 1 : Capacity.at(call.loop().extent().most(), Capacity.TYPICAL);
  }
}
