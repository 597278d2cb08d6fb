/**
 * What a run leaves to look at: its folder with a log, and a report that opens from disk.
 *
 * <p>In goes what a trainer reports, epoch by epoch; out comes a page that needs nothing else. Read
 * {@link dev.nnet.cli.report.RunFolder} first.
 */
package dev.nnet.cli.report;
