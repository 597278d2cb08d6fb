/**
 * Passes from graph to graph, one file each.
 *
 * <p>In: a verified {@link dev.nnet.compiler.graph.Graph}. Out: another one with the same results.
 * Read {@link dev.nnet.compiler.pass.DropDead} first, it is the shortest.
 */
package dev.nnet.compiler.pass;
