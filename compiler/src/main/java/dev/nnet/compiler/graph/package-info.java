/**
 * The second form: what is computed, as SSA values of ops, forward and backward in one graph.
 *
 * <p>In: calls of {@link dev.nnet.compiler.graph.GraphBuilder}, by the elaborator and by passes.
 * Out: an immutable {@link dev.nnet.compiler.graph.Graph}. Holds afterwards: every value comes
 * after its operands, has the type its op infers, and knows the layer it comes from.
 *
 * <p>Read {@link dev.nnet.compiler.graph.Op} first.
 */
package dev.nnet.compiler.graph;
