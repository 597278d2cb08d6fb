/**
 * What a generated class needs at run time, and what users see: a {@code Network} (code) and
 * weights in, predictions out. A {@link dev.nnet.runtime.Model} is immutable and shared, a {@link
 * dev.nnet.runtime.Session} belongs to one thread at a time; whatever enters through a {@link
 * dev.nnet.runtime.Row} or a session was checked once, so generated code need not. Read {@link
 * dev.nnet.runtime.Model} first; for the contract with generated code {@link
 * dev.nnet.runtime.Program} and {@link dev.nnet.runtime.Memory}.
 *
 * <p>Between the start of a process and its first answer this module has loops where it might have
 * streams: the JVM needs a millisecond to set up each lambda, and an answer needs twenty.
 */
package dev.nnet.runtime;
