package dev.nnet.compiler.source;

/** A piece of a text: the characters {@code start <= i < end}. */
public record Span(Source source, int start, int end) {
  /** The line where it begins, from 1. */
  public int line() {
    return source.line(start);
  }

  /** The column where it begins, from 1. */
  public int column() {
    return source.column(start);
  }

  /** {@code 3:12}. */
  public String place() {
    return line() + ":" + column();
  }

  /** {@code 3:12}, or {@code blocks.nnet:3:12} where another file is spoken of. */
  public String placeFrom(Source other) {
    return source.equals(other) ? place() : source.fileName() + ":" + place();
  }

  /** From the start of this to the end of another. */
  public Span to(Span last) {
    return new Span(source, start, Math.max(end, last.end));
  }

  public String text() {
    return source.text().substring(start, end);
  }
}
