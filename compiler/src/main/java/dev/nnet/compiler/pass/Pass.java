package dev.nnet.compiler.pass;

import dev.nnet.compiler.graph.Graph;

/** A rewriting of a graph that keeps the meaning of its results. */
public interface Pass {
  /** As shown by {@code explain} and in dumps. */
  String name();

  Graph apply(Graph graph);
}
