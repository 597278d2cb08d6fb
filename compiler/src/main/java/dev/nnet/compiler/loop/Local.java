package dev.nnet.compiler.loop;

/** A float held in a register: declared by {@link Stmt.Let}, changed by {@link Stmt.Set}. */
public final class Local {
  private final String name;

  public Local(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
