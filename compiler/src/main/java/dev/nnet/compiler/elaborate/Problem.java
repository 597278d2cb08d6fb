package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Diagnostic;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Ends the elaboration of one statement; the next one goes on. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of everything that comes with a later version. */
  static final String NOT_YET = "NN901";

  private final transient Diagnostic diagnostic;

  /**
   * @param diagnostic null where the cause has been reported already
   */
  private Problem(Diagnostic diagnostic) {
    super(diagnostic == null ? "reported" : diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  static Problem of(String code, Span span, String message) {
    return new Problem(Diagnostic.error(code, span, message));
  }

  static Problem of(String code, Span span, String message, String hint) {
    return new Problem(Diagnostic.error(code, span, message).hint(hint));
  }

  static Problem of(Diagnostic diagnostic) {
    return new Problem(diagnostic);
  }

  static Problem reported() {
    return new Problem(null);
  }

  static Problem notYet(Span span, String what) {
    return of(NOT_YET, span, what);
  }

  Problem notes(List<String> notes) {
    return new Problem(diagnostic.notes(notes));
  }

  /** The problem with one more call of its chain, innermost first. */
  Problem calledFrom(String call, Span at) {
    if (diagnostic == null) {
      return this;
    }
    List<String> notes = new ArrayList<>(diagnostic.notes());
    String place = at.placeFrom(diagnostic.span().source());
    String step = "in " + call + ", called at " + place;
    int last = notes.size() - 1;
    boolean inner = last >= 0 && notes.get(last).startsWith("in ");
    if (inner) {
      step = notes.remove(last) + " " + step;
    }
    notes.add(step);
    return new Problem(diagnostic.notes(notes));
  }

  /** Whether something was met that comes with a later version. */
  boolean isNotYet() {
    return diagnostic != null && diagnostic.code().equals(NOT_YET);
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
