package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.ElaboratedNetwork.Metric;
import dev.nnet.compiler.elaborate.ElaboratedNetwork.Training;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Value;
import dev.nnet.compiler.source.Span;
import dev.nnet.compiler.syntax.Expression;
import dev.nnet.compiler.syntax.Statement;
import dev.nnet.compiler.syntax.Statement.Setting;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.train.Optimizer;
import dev.nnet.runtime.train.Schedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads train sections: every key is checked. */
final class Trainings {
  private static final Set<String> KEYS =
      Set.of(
          "loss",
          "optimizer",
          "metrics",
          "batch",
          "epochs",
          "seed",
          "clip_norm",
          "clip_value",
          "accumulate",
          "average",
          "stop_early",
          "validation",
          "init",
          "freeze",
          "data");
  private static final Set<String> LATER = Set.of("bptt");
  private static final Map<String, String> GROUPS =
      Map.of(
          "init", "init { dense = zeros }",
          "stop_early", "stop_early { metric = loss  patience = 5 }");
  private static final Set<String> OF_OPTIMIZER =
      Set.of("learning_rate", "lr", "momentum", "weight_decay", "nesterov");

  private final Bodies bodies;

  Trainings(Bodies bodies) {
    this.bodies = bodies;
  }

  /** A section; its loss and metrics are added to {@code results}. */
  Training read(Statement.Train train, Frame frame, List<Graph.Result> results) {
    Map<String, Setting> settings = new HashMap<>();
    for (Setting s : train.settings()) {
      check(s);
      Setting earlier = settings.put(s.name().text(), s);
      if (earlier != null) {
        String first = earlier.name().span().place();
        throw Problem.of(
            "NN104", s.name().span(), "'" + s.name() + "' is given twice, first at " + first);
      }
    }
    String section = train.name() == null ? "" : train.name().text();
    Frame inner = frame.in(new Paths(section.isEmpty() ? "train" : section));
    Setting loss = require(settings, "loss", train.span(), "loss = cross_entropy(logits, label)");
    Value value = scalar(loss.value(), inner, "the loss");
    results.add(
        new Graph.Result(Graph.Role.LOSS, section.isEmpty() ? "loss" : section + "/loss", value));
    List<Metric> metrics =
        new MetricReader(bodies, this::scalar)
            .read(settings.get("metrics"), section, inner, results);
    List<String> names = metrics.stream().map(Metric::name).toList();
    Weights weights = new Weights(bodies.parameters);
    Frozen frozen = weights.freeze(settings.get("freeze"));
    Setting optimizer = require(settings, "optimizer", train.span(), "optimizer = adam(lr=1e-3)");
    return new Training(
        section,
        new TrainSettings(
            optimizer(optimizer, inner),
            (int) whole(settings, "batch", 32, Integer.MAX_VALUE, inner),
            (int) whole(settings, "epochs", 10, Integer.MAX_VALUE, inner),
            whole(settings, "seed", 1, Long.MAX_VALUE, inner),
            (float) number(settings, "clip_norm", inner),
            (float) number(settings, "clip_value", inner),
            (int) whole(settings, "accumulate", 1, 1_000_000, inner),
            share(settings, "average", inner),
            new Objectives(bodies).stopEarly(settings.get("stop_early"), names, inner),
            share(settings, "validation", inner)),
        metrics,
        data(settings.get("data")),
        frozen,
        weights.inits(settings.get("init"), inner));
  }

  private static void check(Setting s) {
    String key = s.name().text();
    if (LATER.contains(key)) {
      throw Problem.notYet(s.name().span(), "the setting '" + key + "' is not built yet");
    }
    if (!KEYS.contains(key)) {
      String hint =
          OF_OPTIMIZER.contains(key)
              ? "; it belongs to the optimizer: `optimizer = sgd(lr=0.1)`"
              : Suggestions.ending(key, KEYS);
      throw Problem.of("NN401", s.name().span(), "unknown setting '" + key + "'" + hint);
    }
    String group = GROUPS.get(key);
    if ((group != null) != (s.group() != null)) {
      String takes = group != null ? "takes a group: " + group : "takes a value: " + key + " = ..";
      throw Problem.of("NN401", s.span(), "'" + key + "' " + takes);
    }
  }

  private static Setting require(
      Map<String, Setting> settings, String key, Span span, String example) {
    Setting s = settings.get(key);
    if (s == null) {
      throw Problem.of("NN403", span, "a train section needs '" + key + "'", example);
    }
    return s;
  }

  private Value scalar(Expression e, Frame frame, String what) {
    Object value = bodies.calls.expressions.evaluate(e, frame);
    if (value instanceof Value v && v.shape().rank() == 0) {
      return v;
    }
    String is = value instanceof Value v ? v.type().toString() : "a number";
    throw Problem.of("NN404", e.span(), what + " is one number for a batch, but this is " + is);
  }

  private String optimizer(Setting s, Frame frame) {
    if (!(s.value() instanceof Expression.Call c) || c.arguments() == null) {
      throw Problem.of("NN405", s.span(), "an optimizer is a call: sgd(lr=0.1)");
    }
    if (!Optimizer.names().contains(c.name().text())) {
      String ending = Suggestions.ending(c.name().text(), Optimizer.names());
      String near =
          ending.isEmpty() ? "; there are " + String.join(", ", Optimizer.names()) : ending;
      throw Problem.of("NN405", c.name().span(), "unknown optimizer '" + c.name() + "'" + near);
    }
    for (var a : c.arguments()) {
      boolean call = a.value() instanceof Expression.Call k && k.arguments() != null;
      if (call && !Schedule.names().contains(((Expression.Call) a.value()).name().text())) {
        throw Problem.of(
            "NN405",
            a.value().span(),
            "unknown schedule '"
                + ((Expression.Call) a.value()).name()
                + "'; there are "
                + String.join(", ", Schedule.names()));
      }
    }
    String text = bodies.parameters.callText(c, frame);
    try {
      Optimizer.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.of("NN405", c.span(), e.getMessage());
    }
    return text;
  }

  private static String data(Setting s) {
    if (s == null) {
      return null;
    }
    if (s.value() instanceof Expression.Text text) {
      return text.value();
    }
    throw Problem.of("NN404", s.span(), "'data' is a folder in quotes: \"../data\"");
  }

  private long whole(
      Map<String, Setting> settings, String key, long fallback, long most, Frame frame) {
    Setting s = settings.get(key);
    long value = s == null ? fallback : bodies.calls.expressions.whole(s.value(), frame, key);
    if (value < 1 || value > most) {
      throw Problem.of(
          "NN404", s.span(), "'" + key + "' is 1 to " + most + ", but this is " + value);
    }
    return value;
  }

  /** A number between 0 and 1, 0 if it is not given. */
  private double share(Map<String, Setting> settings, String key, Frame frame) {
    double value = number(settings, key, frame);
    if (value >= 1) {
      Setting s = settings.get(key);
      throw Problem.of(
          "NN404", s.span(), "'" + key + "' is above 0 and below 1, but this is " + value);
    }
    return value;
  }

  private double number(Map<String, Setting> settings, String key, Frame frame) {
    Setting s = settings.get(key);
    if (s == null) {
      return 0;
    }
    Object value = bodies.calls.expressions.evaluate(s.value(), frame);
    if (!Constants.isNumber(value)
        || !(Constants.number(value) > 0)
        || Constants.number(value) > Float.MAX_VALUE) {
      throw Problem.of("NN404", s.span(), "'" + key + "' is a number above 0: " + key + " = 1.0");
    }
    return Constants.number(value);
  }
}
