/**
 * The loop IR: what a kernel does, as loops over named buffers.
 *
 * <p>In: the {@link dev.nnet.compiler.loop.Definition} an op gives of itself, in logical
 * coordinates. Out: {@link dev.nnet.compiler.loop.Kernel}s, whose only memory operations are loads
 * and stores at affine offsets. Holds afterwards: every kernel prints itself with {@link
 * dev.nnet.compiler.loop.KernelPrinter} and means what {@link
 * dev.nnet.compiler.loop.KernelInterpreter} does with it: the two bytecode emissions are held to
 * the interpreter's bits.
 *
 * <p>Read {@link dev.nnet.compiler.loop.Kernel} first, then {@link dev.nnet.compiler.loop.Stmt} and
 * {@link dev.nnet.compiler.loop.Expr}.
 */
package dev.nnet.compiler.loop;
