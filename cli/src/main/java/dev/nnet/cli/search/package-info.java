/**
 * Searching: trials of a network with other values of its parameters, one after another.
 *
 * <p>In: a {@link dev.nnet.compiler.elaborate.Search}. Out: a folder with a line for everything
 * that happened and the best trial's weights. Holds always: the folder can be gone on from after a
 * kill, and ends with the same bits. Read {@link dev.nnet.cli.search.SearchRun} first.
 */
package dev.nnet.cli.search;
