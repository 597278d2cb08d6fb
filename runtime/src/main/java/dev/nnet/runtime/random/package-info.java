/**
 * Randomness as a function: a seed, a stream's name and an index in, bits out; so the same seed
 * gives the same run on any number of threads and any JDK. Read {@link
 * dev.nnet.runtime.random.Philox}, then {@link dev.nnet.runtime.random.RandomStream}.
 */
package dev.nnet.runtime.random;
