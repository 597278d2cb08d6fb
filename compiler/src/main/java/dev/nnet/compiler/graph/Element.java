package dev.nnet.compiler.graph;

/** What a tensor holds. */
public enum Element {
  F32("f32"),
  I32("i32"),
  BOOL("bool"),
  /** An index below a bound: {@code index<10>}. */
  INDEX("index");

  private final String text;

  Element(String text) {
    this.text = text;
  }

  /** As written in the language. */
  public String text() {
    return text;
  }
}
