/**
 * The {@code nnet} command: one file for each subcommand.
 *
 * <p>Exit codes: 0 done, 1 the text has errors, 2 anything else. Read {@link dev.nnet.cli.Main}
 * first.
 */
package dev.nnet.cli;
