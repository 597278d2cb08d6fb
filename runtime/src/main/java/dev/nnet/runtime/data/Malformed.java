package dev.nnet.runtime.data;

/** What becomes of rows and files that cannot be used. */
public enum Malformed {
  /** They are an error that names file and line. */
  REFUSE,
  /** They are left out; whoever reads tells how many and why. */
  SKIP
}
