package dev.nnet.runtime.data;

import java.io.IOException;

/** Rows that cannot be used; whoever reads could have asked to {@link Malformed#SKIP} them. */
public final class MalformedException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message);
  }
}
