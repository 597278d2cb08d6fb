/**
 * Weight files: named float tensors in, a safetensors file out, and back. A file that was read is
 * whole, in range and free of surprises; a file that was written is complete or not there at all.
 * Read {@link dev.nnet.runtime.io.TensorFile} first.
 */
package dev.nnet.runtime.io;
