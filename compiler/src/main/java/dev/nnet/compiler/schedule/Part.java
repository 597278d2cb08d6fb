package dev.nnet.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Neighbouring calls of a step that workers share as one: nobody waits between them, because each
 * reads only what it made itself.
 *
 * <pre>
 * for t: linear, gates, h[t] | next h       a worker makes the gates and the h of its own units;
 *                                           a linear reads the h of all, so they wait twice a turn
 * </pre>
 */
public record Part(List<Call> calls) {
  /** What a worker must at least have to do in a turn of a loop: some waits for the others. */
  private static final long WORTH_A_TURN = 3_000;

  public Part {
    calls = List.copyOf(calls);
  }

  /** The parts of a step. */
  public static List<Part> of(Step step) {
    return cut(step, Part::joins);
  }

  /** The same with a whole loop in each part. */
  public static List<Part> loops(Step step) {
    return cut(step, (call, open) -> true);
  }

  /**
   * Cuts a step; what is in no loop is a part of its own.
   *
   * @param joins whether a call belongs to the calls of its loop before it
   */
  private static List<Part> cut(Step step, BiPredicate<Call, List<Call>> joins) {
    List<Part> parts = new ArrayList<>();
    List<Call> open = new ArrayList<>();
    for (Call call : step.calls()) {
      boolean inside = call.loop() != null && !open.isEmpty() && open.get(0).loop() == call.loop();
      if (!open.isEmpty() && !(inside && joins.test(call, open))) {
        parts.add(new Part(open));
        open.clear();
      }
      open.add(call);
    }
    parts.add(new Part(open));
    return parts;
  }

  private static boolean joins(Call call, List<Call> open) {
    return call.pieces() > 1
        && open.stream().allMatch(c -> c.pieces() == call.pieces() && Shares.apart(c, call));
  }

  /** The loop that makes its calls in every turn; null if there is none. */
  public TimeLoop loop() {
    return calls.get(0).loop();
  }

  /** Pieces into which workers can cut it for one example; 1 if not at all. */
  public int pieces() {
    return calls.get(0).pieces();
  }

  /** Pieces that make the work of a worker worth a thread; in a loop that of all its calls. */
  public int pieceGrain(Step step) {
    if (loop() == null) {
      return Cost.grain(calls.get(0).cycles() / pieces());
    }
    long turn = 0;
    for (Call call : step.calls()) {
      turn += call.loop() == loop() ? call.cyclesOfTurn() : 0;
    }
    return Cost.grain(turn / pieces(), WORTH_A_TURN);
  }
}
