/**
 * The Maven plugin: {@code src/main/nnet} to classes and typed Java sources.
 *
 * <p>In: a folder of {@code .nnet} files. Out: emitted classes beside javac's, one {@code .java}
 * facade per network in a source folder javac sees, and messages with file, line and column.
 * Afterwards nothing is on disk that no network asked for, and files whose content did not change
 * kept their time stamps. {@code check} and {@code summary} write nothing. Read {@link
 * dev.nnet.maven.IncrementalBuild} first; the {@code Mojo} classes only connect to Maven.
 */
package dev.nnet.maven;
