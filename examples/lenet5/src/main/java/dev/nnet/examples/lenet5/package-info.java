/**
 * A program with a network in it: {@code lenet5.nnet} becomes the class {@code LeNet5} of this
 * package, {@link dev.nnet.examples.lenet5.Digits} uses it.
 */
package dev.nnet.examples.lenet5;
