package dev.nnet.compiler.emit;

import dev.nnet.compiler.schedule.Schedule;

/** The two ways in which the same loops become bytecode. */
public enum Emission {
  /** Runs on every JVM without flags. */
  PLAIN,
  /** Needs the module jdk.incubator.vector; works for lanes of 128, 256 and 512 bits. */
  VECTOR;

  /** A schedule as this emission runs it. */
  Schedule of(Schedule schedule) {
    return this == PLAIN ? schedule.inPlain() : schedule;
  }

  /** What the class of this emission has behind the program's name. */
  public String suffix() {
    return this == VECTOR ? "Vector" : "";
  }
}
