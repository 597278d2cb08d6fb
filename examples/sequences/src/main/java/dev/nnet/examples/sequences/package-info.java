/** Recurrent networks on real sequences: a book, the weather, digits read row by row. */
package dev.nnet.examples.sequences;
