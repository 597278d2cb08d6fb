package dev.nnet.compiler.schedule;

import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import java.util.List;

/**
 * A kernel with its arguments, in the order of the kernel's buffers.
 *
 * @param plain the same work in loops that C2 vectorises by itself; the kernel if there is nothing
 *     better
 * @param loop whose every step makes the call, after the calls before it with the same loop; null
 *     if it is made once
 * @param lanes floats that one operation works on in loops that may run in lanes
 */
public record Call(Kernel kernel, Kernel plain, List<Place> places, TimeLoop loop, int lanes) {
  public Call {
    places = List.copyOf(places);
  }

  /** A call of a kernel for vectors. */
  public Call(Kernel kernel, Kernel plain, List<Place> places, TimeLoop loop) {
    this(kernel, plain, places, loop, Layout.LANES);
  }

  /** The call that the plain emission makes. */
  Call inPlain() {
    return new Call(plain, plain, places, loop, plain.rows().isEmpty() ? 1 : Layout.LANES);
  }

  /** Pieces into which workers can cut the call for one example; 1 if not at all. */
  int pieces() {
    Stmt.Loop shared = kernel.shared();
    return shared == null
        ? 1
        : Math.toIntExact((shared.extent().most() + shared.factor() - 1) / shared.factor());
  }

  /** A rough count for one example, and for one turn of the loop. */
  long cyclesOfTurn() {
    return Cost.cyclesPerUnit(kernel, null, lanes);
  }

  /** A rough count for one example. */
  long cycles() {
    return Cost.cyclesPerUnit(kernel, loop, lanes);
  }
}
