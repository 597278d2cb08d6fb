/**
 * Texts, places in them, and what there is to say about them.
 *
 * <p>In: a {@link dev.nnet.compiler.source.Source}. Out: {@link
 * dev.nnet.compiler.source.Diagnostics}, many for each run, that render with the line and a caret.
 * Read {@link dev.nnet.compiler.source.Diagnostic} first.
 */
package dev.nnet.compiler.source;
