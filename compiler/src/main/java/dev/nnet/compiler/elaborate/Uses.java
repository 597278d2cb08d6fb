package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Ast;
import java.util.HashSet;
import java.util.Set;

/** The names that pieces of a text speak of. */
final class Uses extends TextWalk {
  private final Set<String> names = new HashSet<>();

  boolean contains(Ast.Name name) {
    return names.contains(name.text());
  }

  @Override
  void name(Ast.Name name) {
    names.add(name.text());
  }
}
