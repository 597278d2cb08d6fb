package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Dim;
import dev.nnet.compiler.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** One step of a scan, while its cell is read. */
final class Region {
  /** A state of the cell, or of a cell in it. */
  static final class State {
    final String name;

    /** What the step begins with. */
    final Value held;

    /** What the first step begins with, in the graph around; null for zeros. */
    final Value initial;

    /** What the step ends with. */
    Value next;

    State(String name, Value held, Value initial) {
      this.name = name;
      this.held = held;
      this.initial = initial;
    }
  }

  private final long loop;
  private final Dim steps;
  private final boolean reversed;
  private final List<Value> body = new ArrayList<>();
  private final List<State> states = new ArrayList<>();

  /**
   * @param loop its number in the network
   * @param reversed whether it begins with the last step
   */
  Region(long loop, Dim steps, boolean reversed) {
    this.loop = loop;
    this.steps = steps;
    this.reversed = reversed;
  }

  long loop() {
    return loop;
  }

  Dim steps() {
    return steps;
  }

  boolean reversed() {
    return reversed;
  }

  /** The values of the step, in order. */
  List<Value> body() {
    return body;
  }

  /** The states, in order of the text. */
  List<State> states() {
    return states;
  }
}
