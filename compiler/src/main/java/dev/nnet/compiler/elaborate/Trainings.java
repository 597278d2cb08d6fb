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
import java.util.function.Function;

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
          "data",
          "bptt");
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
    train.settings().forEach(s -> bodies.attempt(() -> add(s, settings)));
    String section = train.name() == null ? "" : train.name().text();
    Frame inner = frame.in(new Paths(section.isEmpty() ? "train" : section));
    bodies.attempt(() -> results.add(loss(train, settings, section, inner)));
    MetricReader reader = new MetricReader(bodies);
    List<Metric> metrics =
        bodies.attempt(() -> reader.read(settings.get("metrics"), section, inner, results), null);
    Weights weights = new Weights(bodies.parameters);
    Frozen frozen = given(settings, "freeze", weights::freeze, Frozen.NOTHING);
    Map<String, String> inits = given(settings, "init", s -> weights.inits(s, inner), Map.of());
    String data = given(settings, "data", Trainings::data, null);
    long bptt = given(settings, "bptt", s -> bptt(s, settings, inner), 0L);
    TrainSettings values =
        new TrainSettings(
            bodies.attempt(() -> optimizer(train, settings, inner), ""),
            given(settings, "batch", s -> (int) whole(s, Integer.MAX_VALUE, inner), 32),
            given(settings, "epochs", s -> (int) whole(s, Integer.MAX_VALUE, inner), 10),
            given(settings, "seed", s -> whole(s, Long.MAX_VALUE, inner), 1L),
            given(settings, "clip_norm", s -> (float) number(s, inner), 0f),
            given(settings, "clip_value", s -> (float) number(s, inner), 0f),
            given(settings, "accumulate", s -> (int) whole(s, 1_000_000, inner), 1),
            given(settings, "average", s -> share(s, inner), 0.0),
            metrics == null
                ? ""
                : given(settings, "stop_early", s -> stopEarly(s, metrics, inner), ""),
            given(settings, "validation", s -> share(s, inner), 0.0));
    if (bodies.failed()) {
      throw Problem.reported();
    }
    return new Training(section, values, metrics, data, frozen, inits, bptt);
  }

  /** What a setting says; the other where it is not given, or wrong, which is told. */
  private <T> T given(
      Map<String, Setting> settings, String key, Function<Setting, T> read, T otherwise) {
    Setting s = settings.get(key);
    return s == null ? otherwise : bodies.attempt(() -> read.apply(s), otherwise);
  }

  /** A key of the section: a known one, once. */
  private static void add(Setting s, Map<String, Setting> settings) {
    check(s);
    Setting earlier = settings.putIfAbsent(s.name().text(), s);
    if (earlier != null) {
      String first = earlier.name().span().place();
      throw Problem.of(
          "NN104", s.name().span(), "'" + s.name() + "' is given twice, first at " + first);
    }
  }

  private Graph.Result loss(
      Statement.Train train, Map<String, Setting> settings, String section, Frame frame) {
    Setting loss = require(train, settings, "loss", "loss = cross_entropy(logits, label)");
    Object lost = bodies.calls.expressions.evaluate(loss.value(), frame);
    Value value = scalar(lost, loss.value().span(), "the loss");
    return new Graph.Result(Graph.Role.LOSS, section.isEmpty() ? "loss" : section + "/loss", value);
  }

  private String stopEarly(Setting s, List<Metric> metrics, Frame frame) {
    List<String> names = metrics.stream().filter(m -> !m.table()).map(Metric::name).toList();
    return new Objectives(bodies).stopEarly(s, names, frame);
  }

  /** Whether the sequences can be cut is known when the whole network is. */
  private long bptt(Setting s, Map<String, Setting> settings, Frame frame) {
    if (settings.containsKey("accumulate")) {
      throw Problem.of(
          "NN411", s.span(), "with 'bptt' every stretch makes an update: nothing can accumulate");
    }
    return whole(s, 1_000_000, frame);
  }

  private static void check(Setting s) {
    String key = s.name().text();
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

  /** A setting that must be given; if others are not understood, it may be one of those. */
  private static Setting require(
      Statement.Train train, Map<String, Setting> settings, String key, String example) {
    Setting s = settings.get(key);
    if (s == null) {
      throw settings.size() < train.settings().size()
          ? Problem.reported()
          : Problem.of("NN403", train.span(), "a train section needs '" + key + "'", example);
    }
    return s;
  }

  /** A value that is one number for a batch. */
  static Value scalar(Object value, Span at, String what) {
    if (value instanceof Value v && v.shape().rank() == 0) {
      return v;
    }
    String is = value instanceof Value v ? v.type().toString() : "a number";
    throw Problem.of("NN404", at, what + " is one number for a batch, but this is " + is);
  }

  private String optimizer(Statement.Train train, Map<String, Setting> settings, Frame frame) {
    Setting s = require(train, settings, "optimizer", "optimizer = adam(lr=1e-3)");
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
    if (s.value() instanceof Expression.Text text) {
      return text.value();
    }
    throw Problem.of("NN404", s.span(), "'data' is a folder in quotes: \"../data\"");
  }

  private long whole(Setting s, long most, Frame frame) {
    String key = s.name().text();
    long value = bodies.calls.expressions.whole(s.value(), frame, key);
    if (value < 1 || value > most) {
      throw Problem.of(
          "NN404", s.span(), "'" + key + "' is 1 to " + most + ", but this is " + value);
    }
    return value;
  }

  /** A number between 0 and 1. */
  private double share(Setting s, Frame frame) {
    double value = number(s, frame);
    if (value >= 1) {
      throw Problem.of(
          "NN404", s.span(), "'" + s.name() + "' is above 0 and below 1, but this is " + value);
    }
    return value;
  }

  private double number(Setting s, Frame frame) {
    Object value = bodies.calls.expressions.evaluate(s.value(), frame);
    if (!Constants.isNumber(value)
        || !(Constants.number(value) > 0)
        || Constants.number(value) > Float.MAX_VALUE) {
      String key = s.name().text();
      throw Problem.of("NN404", s.span(), "'" + key + "' is a number above 0: " + key + " = 1.0");
    }
    return Constants.number(value);
  }
}
