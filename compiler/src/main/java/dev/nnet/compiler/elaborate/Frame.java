package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;

/**
 * Where elaboration stands: in which body, called from where.
 *
 * @param call the user's call that led into the library; null in the user's own text
 * @param shared whether weights with a known path are used again
 */
record Frame(Scope scope, Paths paths, UserCall call, boolean shared) {
  /** A call in the user's own text, and the names around it. */
  record UserCall(Span span, Scope scope) {}

  /** The place to blame: the user's own text. */
  Span blame(Span here) {
    return call == null ? here : call.span();
  }

  /** The names of the user's own text. */
  Scope own() {
    return call == null ? scope : call.scope();
  }

  /** The frame inside a call of the library. */
  Frame into(Span here) {
    return call == null ? new Frame(scope, paths, new UserCall(here, scope), shared) : this;
  }

  Frame with(Scope inner, Paths deeper) {
    return new Frame(inner, deeper, call, shared);
  }

  Frame in(Paths other) {
    return new Frame(scope, other, call, shared);
  }
}
