/**
 * Learning: a model and datasets in, a better model out. The trainer owns a copy of the parameters;
 * the same seed gives the same bits on any number of threads, and a run that was resumed from a
 * checkpoint gives the bits of one that never stopped. Read {@link dev.nnet.runtime.train.Trainer}
 * first, then {@link dev.nnet.runtime.train.Optimizer}.
 */
package dev.nnet.runtime.train;
