package dev.nnet.compiler.graph;

/**
 * Thrown by an op that rejects the types of its operands. The elaborator adds the span, the call
 * chain and where each operand came from.
 */
public final class ShapeError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;

  /**
   * @param code the problem's code: {@code NN201}
   * @param message without a final full stop
   * @param hint what to write instead; null if there is nothing useful to say
   */
  public ShapeError(String code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public String code() {
    return code;
  }

  public String hint() {
    return hint;
  }
}
