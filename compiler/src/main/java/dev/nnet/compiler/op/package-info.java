/**
 * The operators: one file each, with its signature, shape rule, definition and gradient.
 *
 * <p>{@link dev.nnet.compiler.op.Ops} is the list. A new op is a new file and one line there; the
 * gradient check, the interpreter, fusion and both emissions then work for it. Read {@link
 * dev.nnet.compiler.op.Tanh} first (elementwise), then {@link dev.nnet.compiler.op.Sum} (a
 * reduction) and {@link dev.nnet.compiler.op.Convolution2d} (a contraction).
 */
package dev.nnet.compiler.op;
