/**
 * What happens to the bytes of a picture before they are the values of an input: sizes, crops,
 * flips, colours. In integers where a result could differ otherwise, so that the bits do not depend
 * on the Java version.
 */
package dev.nnet.runtime.image;
