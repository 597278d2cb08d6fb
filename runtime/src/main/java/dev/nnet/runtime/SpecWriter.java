package dev.nnet.runtime;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a {@link ModelSpec}: one fact per line, tab-separated, in a fixed order.
 *
 * <pre>
 * nnet-spec    3
 * network      LeNet5  lenet5.nnet
 * param        logits/dense_1.weight  120,400  2572  400,1  true  true  glorot_uniform(fan_in=400,fan_out=120)
 * paramfloats  61712
 * border       INPUT  image  f32  0  1,28,28  3:12
 * preprocess   image  28,28  to_tensor;normalize(mean=0.1307,std=0.3081)
 * numbers      features  true  length,width
 * train        (section)  train(optimizer=sgd(lr=0.05),batch=64,..)  (index of the loss border)  (frozen)
 * stretches    (section)  (sequence)  (steps)  (indices of what is held)  (and left)
 * rows         (section)  encoder/embedding_1.weight  (index of the border)
 * metric       (section)  accuracy  divide(total(0),total(1))  (indices of its borders)
 * </pre>
 */
final class SpecWriter {
  static final String VERSION = "3";

  private final StringBuilder text = new StringBuilder();

  private SpecWriter() {}

  static String write(ModelSpec spec) {
    SpecWriter out = new SpecWriter();
    out.line("nnet-spec", VERSION);
    out.line("network", spec.network(), spec.source());
    for (ParameterSpec p : spec.parameters()) {
      out.line(
          "param",
          p.path(),
          sizes(p.dims()),
          p.offset(),
          sizes(p.strides()),
          p.decay(),
          p.trained(),
          p.init());
    }
    out.line("paramfloats", spec.parameterFloats());
    for (BorderSpec b : spec.borders()) {
      out.line(
          "border",
          b.kind(),
          b.name(),
          b.element().word(),
          b.bound(),
          sizes(b.dims()),
          b.where(),
          b.sequence());
    }
    for (PreprocessSpec p : spec.preprocessing()) {
      out.line("preprocess", p.border(), sizes(p.dims()), p.text());
    }
    for (NumbersSpec n : spec.numbers()) {
      out.line("numbers", n.border(), n.standardized(), String.join(",", n.columns()));
    }
    for (TrainSpec t : spec.trainings()) {
      out.line(
          "train", t.section(), t.settings().text(), t.lossBorder(), String.join(",", t.frozen()));
      t.stretches()
          .ifPresent(
              s ->
                  out.line(
                      "stretches",
                      t.section(),
                      s.sequence(),
                      s.steps(),
                      sizes(s.held()),
                      sizes(s.left())));
      for (RowsSpec r : t.rows()) {
        out.line("rows", t.section(), r.path(), r.border());
      }
      for (MetricSpec m : t.metrics()) {
        out.line("metric", t.section(), m.name(), m.formula(), sizes(m.borders()));
      }
    }
    return out.text.toString();
  }

  private static String sizes(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private void line(String key, Object... fields) {
    text.append(key);
    for (Object field : fields) {
      String word = field.toString();
      if (word.chars().anyMatch(c -> c < ' ')) {
        throw new IllegalArgumentException("model spec: control character in '" + word + "'");
      }
      text.append('\t').append(word);
    }
    text.append('\n');
  }
}
