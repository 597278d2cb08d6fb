/**
 * The last form: class files.
 *
 * <p>In: {@link dev.nnet.compiler.schedule.Schedule}s. Out: a {@code Program} class for each
 * program and emission, and the {@code Network} class that finds them. The only user of ASM. Holds
 * afterwards: equal input gives equal bytes, no method is longer than HotSpot compiles, and both
 * emissions of a kernel compute the bits of the interpreter.
 *
 * <p>Read {@link dev.nnet.compiler.emit.ProgramEmitter} first, then {@link
 * dev.nnet.compiler.emit.KernelEmitter}.
 */
package dev.nnet.compiler.emit;
