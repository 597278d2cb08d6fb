/**
 * From text to graph: names, compile-time values, blocks, shapes.
 *
 * <p>In: an {@link dev.nnet.compiler.syntax.Ast.File}. Out: {@link
 * dev.nnet.compiler.elaborate.ElaboratedNetwork}s, or problems with codes NN1xx to NN4xx. Holds
 * afterwards: every name is resolved, every size is a number or the batch. Read {@link
 * dev.nnet.compiler.elaborate.Elaborator} first.
 *
 * <p>Layers are data: {@link dev.nnet.compiler.elaborate.LayerLibrary} reads them from {@code
 * nnet/layers}, written in the language itself.
 */
package dev.nnet.compiler.elaborate;
