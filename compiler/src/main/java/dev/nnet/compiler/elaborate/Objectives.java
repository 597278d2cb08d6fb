package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what epochs or trials are judged by: a metric whose better direction is known, or {@code
 * maximize(metric)}, {@code minimize(metric)}.
 */
final class Objectives {
  private static final Set<String> LESS =
      Set.of("loss", "mse", "mae", "rmse", "perplexity", "cross_entropy", "huber");
  private static final Set<String> MORE =
      Set.of("accuracy", "top_k_accuracy", "precision", "recall", "f1", "auc");

  private final Bodies bodies;

  Objectives(Bodies bodies) {
    this.bodies = bodies;
  }

  /** {@code stop_early { metric = accuracy patience = 5 }} as a call. */
  String stopEarly(Setting s, List<String> metrics, Frame frame) {
    Map<String, Setting> given = new HashMap<>();
    for (Setting inner : s.group()) {
      bodies.attempt(() -> add(inner, given));
    }
    Setting metric = given.get("metric");
    String objective = metric == null ? "minimize(loss)" : read(metric.value(), metrics);
    long patience = 5;
    if (given.containsKey("patience")) {
      Expression e = given.get("patience").value();
      patience = bodies.calls.expressions.whole(e, frame, "patience");
      if (patience < 1 || patience > 1_000_000) {
        throw Problem.of("NN404", e.span(), "'patience' is 1 to 1000000 epochs, not " + patience);
      }
    }
    return "stop(" + objective + "," + patience + ")";
  }

  private static void add(Setting inner, Map<String, Setting> given) {
    String key = inner.name().text();
    if (inner.value() == null || !(key.equals("metric") || key.equals("patience"))) {
      throw Problem.of(
          "NN401", inner.span(), "stop_early takes 'metric' and 'patience', not '" + key + "'");
    }
    given.put(key, inner);
  }

  /** An objective as a call: {@code maximize(accuracy)}. */
  static String read(Expression e, List<String> metrics) {
    if (!(e instanceof Expression.Call c)) {
      throw Problem.of("NN408", e.span(), "an objective is a metric: maximize(accuracy)");
    }
    boolean said = c.name().text().equals("maximize") || c.name().text().equals("minimize");
    if (said && c.arguments() != null && c.arguments().size() == 1) {
      Expression of = c.arguments().get(0).value();
      if (of instanceof Expression.Call m && m.arguments() == null) {
        return c.name() + "(" + known(m, metrics) + ")";
      }
    }
    if (c.arguments() != null) {
      throw Problem.of("NN408", e.span(), "an objective is a metric: maximize(accuracy)");
    }
    String metric = known(c, metrics);
    String kind = metric.replaceFirst("_\\d+$", "");
    if (!LESS.contains(kind) && !MORE.contains(kind)) {
      throw Problem.of(
          "NN408",
          e.span(),
          "whether more or less of '" + metric + "' is better is not known",
          "maximize(" + metric + ") or minimize(" + metric + ")");
    }
    return (LESS.contains(kind) ? "minimize(" : "maximize(") + metric + ")";
  }

  private static String known(Expression.Call metric, List<String> metrics) {
    String name = metric.name().text();
    if (!name.equals("loss") && !metrics.contains(name)) {
      List<String> all = new ArrayList<>(List.of("loss"));
      all.addAll(metrics);
      throw Problem.of(
          "NN408",
          metric.span(),
          "'" + name + "' is not measured here; there are " + String.join(", ", all));
    }
    return name;
  }
}
