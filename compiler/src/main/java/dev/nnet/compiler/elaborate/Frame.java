package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;

/**
 * Where elaboration stands: in which body, called from where.
 *
 * @param call the user's call that led into the library; null in the user's own text
 * @param shared whether weights with a known path are used again
 */
record Frame(Scope scope, Paths paths, Span call, boolean shared) {
  /** The place to blame: the user's own text. */
  Span blame(Span here) {
    return call == null ? here : call;
  }

  Frame with(Scope inner, Paths deeper) {
    return new Frame(inner, deeper, call, shared);
  }

  Frame in(Paths other) {
    return new Frame(scope, other, call, shared);
  }
}
