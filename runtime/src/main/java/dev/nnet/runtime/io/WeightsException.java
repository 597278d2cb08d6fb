package dev.nnet.runtime.io;

import java.io.IOException;

/** A weight file that is sound in itself, but not for this network. */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  public WeightsException(String message) {
    super(message);
  }
}
