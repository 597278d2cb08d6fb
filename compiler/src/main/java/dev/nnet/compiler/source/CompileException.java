package dev.nnet.compiler.source;

/** A text has errors; the message is their rendering. */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostics diagnostics;

  public CompileException(Diagnostics diagnostics) {
    super(diagnostics.render());
    this.diagnostics = diagnostics;
  }

  public Diagnostics diagnostics() {
    return diagnostics;
  }
}
