/** Transfer learning: a network that knows some classes learns others from a few pictures. */
package dev.nnet.examples.transfer;
