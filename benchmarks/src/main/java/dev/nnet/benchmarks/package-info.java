/**
 * Networks of the examples on this project and on the engines people would pick instead, measured
 * side by side.
 *
 * <p>Input: the MNIST digits of an example, or noise. Output: one table for each network and thread
 * count. What holds afterwards: every engine gave the same scores and the same first training loss,
 * each cell comes from fresh JVMs, and the engines took turns. Read {@link
 * dev.nnet.benchmarks.Table} first, then {@link dev.nnet.benchmarks.Worker}; an engine is one file
 * that implements {@link dev.nnet.benchmarks.Contender}, one case in {@code Worker.contender} and
 * one line in {@link dev.nnet.benchmarks.Entrant} for each column it fills.
 */
package dev.nnet.benchmarks;
