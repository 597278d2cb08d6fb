/** A table: {@code penguins.nnet} becomes the class {@code Penguins} of this package. */
package dev.nnet.examples.tabular;
