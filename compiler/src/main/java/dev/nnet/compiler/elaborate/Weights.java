package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Ast.Name;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The weights that a train section speaks of by layer: {@code dense} stands for all dense layers,
 * {@code backbone} for everything in the layer or pipeline of that name.
 */
final class Weights {
  private final Parameters parameters;

  Weights(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * {@code init { dense = normal(std=0.01) }}, for weights whose layer says nothing itself; biases
   * and scales keep what their layer says.
   */
  Map<String, String> inits(Setting s, Frame frame) {
    Map<String, String> inits = new LinkedHashMap<>();
    for (Setting layer : s.group()) {
      if (layer.value() == null) {
        throw Problem.of(
            "NN401", layer.span(), "init takes layers: init { dense = normal(std=0.01) }");
      }
      String init = parameters.initializer(layer.value(), frame);
      for (Value v : of(layer.name())) {
        String path = v.attributes().word("name");
        boolean open = v.attributes().word("init").equals("auto");
        if (open && inits.put(path, init) != null) {
          throw Problem.of("NN104", layer.span(), "'" + path + "' is initialised twice");
        }
      }
    }
    return inits;
  }

  /** {@code freeze = [backbone]}. */
  Frozen freeze(Setting s) {
    if (!(s.value() instanceof Expression.Sequence list)) {
      throw Problem.of("NN404", s.span(), "freeze is a list of layers: [backbone]");
    }
    Set<String> names = new TreeSet<>();
    for (Expression e : list.elements()) {
      if (!(e instanceof Expression.Call c) || c.arguments() != null) {
        throw Problem.of("NN404", e.span(), "freeze is a list of layers: [backbone]");
      }
      of(c.name());
      names.add(c.name().text());
    }
    return new Frozen(names);
  }

  private List<Value> of(Name layer) {
    List<Value> found =
        parameters.all().stream().filter(v -> layers(v).contains(layer.text())).toList();
    if (found.isEmpty()) {
      Set<String> known = new TreeSet<>();
      parameters.all().forEach(v -> known.addAll(layers(v)));
      Span at = layer.span();
      String near = Suggestions.near(layer.text(), known).map(n -> meant(n, at)).orElse("");
      throw Problem.of("NN402", at, "nothing named '" + layer + "' has weights here" + near);
    }
    return found;
  }

  /** A name that has weights, and where they were made. */
  private String meant(String name, Span at) {
    Value first =
        parameters.all().stream().filter(v -> layers(v).contains(name)).findFirst().orElseThrow();
    String place = first.origin().span().placeFrom(at.source());
    return "; did you mean the layer '" + name + "' (" + place + ")?";
  }

  private static Set<String> layers(Value weight) {
    return Frozen.names(Frozen.layerOf(weight.attributes().word("name")));
  }
}
