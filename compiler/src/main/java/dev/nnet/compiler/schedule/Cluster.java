package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Origin;
import dev.nnet.compiler.loop.Definition;
import java.util.List;

/**
 * One loop nest to be: a definition over tensors, with the values that fusion inlined.
 *
 * @param operands what the definition's accesses number; a tensor may occur once
 */
record Cluster(
    String name,
    Origin origin,
    OpKind kind,
    Definition definition,
    List<Tensor> operands,
    Tensor result) {}
