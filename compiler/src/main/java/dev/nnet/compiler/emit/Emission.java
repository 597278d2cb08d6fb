package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.schedule.Call;

/** The two ways in which the same loops become bytecode. */
public enum Emission {
  /** Runs on every JVM without flags. */
  PLAIN,
  /** Needs the module jdk.incubator.vector; works for lanes of 128, 256 and 512 bits. */
  VECTOR;

  /** The kernel of a call that this emission runs. */
  Kernel of(Call call) {
    return this == PLAIN ? call.plain() : call.kernel();
  }

  /** What the class of this emission has behind the program's name. */
  public String suffix() {
    return this == VECTOR ? "Vector" : "";
  }
}
