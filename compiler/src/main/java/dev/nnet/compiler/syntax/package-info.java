/**
 * The first form: what the user wrote, every node with its place.
 *
 * <p>In: a {@link dev.nnet.compiler.source.Source}. Out: an {@link
 * dev.nnet.compiler.syntax.Ast.File}, or problems with codes NN0xx; or its canonical layout, made
 * by {@link dev.nnet.compiler.syntax.Formatter}. The only user of ANTLR. Read {@link
 * dev.nnet.compiler.syntax.Ast} first.
 */
package dev.nnet.compiler.syntax;
