package dev.nnet.runtime.train;

/** Training that cannot go on: the loss or the gradients are no longer numbers. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TrainingException(String message) {
    super(message);
  }
}
