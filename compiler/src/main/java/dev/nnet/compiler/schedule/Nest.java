package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.OpKind;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.loop.Definition;
import java.util.List;

/**
 * A value that will be stored, with everything that is computed on the way to it.
 *
 * @param kind of the op that decides the loops: a product, also if a sum with a bias follows it
 * @param definition reads {@code operands}, which are all stored values or leaves
 * @param loop that runs it step by step; null if it has all steps at once
 */
record Nest(Value value, OpKind kind, Definition definition, List<Value> operands, TimeLoop loop) {}
