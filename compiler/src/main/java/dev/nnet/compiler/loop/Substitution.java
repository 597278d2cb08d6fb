package dev.nnet.compiler.loop;

import java.util.Map;

/** Replaces variables. */
public class Substitution extends ExprMap {
  private final Map<Var, Affine> by;

  public Substitution(Map<Var, Affine> by) {
    this.by = by;
  }

  @Override
  protected final Affine map(Affine index) {
    Affine result = Affine.of(index.constant());
    for (Map.Entry<Var, Long> term : index.terms().entrySet()) {
      Affine replaced = by.getOrDefault(term.getKey(), Affine.of(term.getKey()));
      result = result.plus(replaced.times(term.getValue()));
    }
    return result;
  }
}
