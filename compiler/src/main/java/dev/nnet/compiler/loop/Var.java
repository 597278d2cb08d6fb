package dev.nnet.compiler.loop;

/**
 * A loop variable. Two variables are the same only if they are the same object: names are for
 * people.
 */
public final class Var {
  private final String name;

  public Var(String name) {
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
