package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.loop.Definition;
import java.util.List;

/**
 * One loop nest to be: a definition over tensors, with the values that fusion inlined.
 *
 * @param operands what the definition's accesses number; a tensor may occur once
 * @param loop whose steps it is part of; null if it is in none
 */
record Cluster(
    String name,
    Origin origin,
    OpKind kind,
    Definition definition,
    List<Tensor> operands,
    Tensor result,
    TimeLoop loop,
    Part part) {
  /** What a cluster is to its result and its loop. */
  enum Part {
    /** Computes all of its result, or the running step of it. */
    ALL,
    /** Writes another part of a result that a cluster before has begun. */
    MORE,
    /** Writes what the first step of its loop begins with. */
    FIRST,
    /** Writes what the next step of its loop begins with. */
    NEXT
  }
}
