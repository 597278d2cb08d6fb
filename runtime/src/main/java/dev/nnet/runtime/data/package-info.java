/**
 * Where examples come from: files or arrays in, rows of a batch out. A {@link
 * dev.nnet.runtime.data.Dataset} copies one example at a time into a {@code Row}, which checks it;
 * no objects are made per example. Read {@link dev.nnet.runtime.data.Dataset} first.
 */
package dev.nnet.runtime.data;
