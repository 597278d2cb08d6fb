/**
 * {@code .nnet} text to class files: the stages in order, and what they are asked to do.
 *
 * <p>Read {@link dev.nnet.compiler.Compiler}: it is the table of contents of this module.
 */
package dev.nnet.compiler;
