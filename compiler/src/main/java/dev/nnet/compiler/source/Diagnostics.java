package dev.nnet.compiler.source;

import dev.nnet.compiler.source.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what a run has to say, in order of the text. */
public final class Diagnostics {
  private final List<Diagnostic> found = new ArrayList<>();

  /** Adds one; the same message at the same place is kept once, as it was told first. */
  public void add(Diagnostic diagnostic) {
    if (found.stream().noneMatch(diagnostic::repeats)) {
      found.add(diagnostic);
    }
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** All of them, by file and place. */
  public List<Diagnostic> all() {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.span().source().name())
            .thenComparing(d -> d.span().start()));
    return sorted;
  }

  /** All of them as text. */
  public String render() {
    return all().stream().map(Diagnostic::render).collect(Collectors.joining("\n"));
  }

  /** All of them as a JSON array (RFC 8259) with an object a line, for tools. */
  public String toJson() {
    return all().stream().map(Diagnostic::toJson).collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  /**
   * Does nothing if there are only warnings.
   *
   * @throws CompileException if there are errors
   */
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new CompileException(this);
    }
  }
}
