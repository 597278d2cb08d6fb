/**
 * The worker pool: a {@link dev.nnet.runtime.parallel.Workers.Task} in, all its phases run on all
 * workers, a barrier after each phase; afterwards every write of every worker is visible to the
 * caller, or the first exception is thrown. Read {@link dev.nnet.runtime.parallel.Workers} first.
 */
package dev.nnet.runtime.parallel;
