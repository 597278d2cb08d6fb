package dev.nnet.compiler.reference;

import dev.nnet.compiler.graph.Op;
import dev.nnet.compiler.graph.Signature;
import dev.nnet.compiler.op.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/layers.md} from the library and the registry. */
final class Reference {
  private static final Path LIBRARY = Path.of("src/main/resources/nnet/layers");
  private static final Pattern HEAD =
      Pattern.compile("(?m)^(?:block|cell) (\\w+)(\\(.*?\\))?\\s*[{=]");
  private static final Pattern INPUT = Pattern.compile("(?m)^ +input +(\\w+): +(.*)$");
  private static final Pattern KEPT =
      Pattern.compile("(?m)^ +(param|state) +(\\w+?)_?: +(\\w+\\[.*?\\]|\\w+) *(?:= *(.*))?$");

  /** What stands together; a layer that is named nowhere is under the last heading. */
  private static final List<Group> GROUPS =
      List.of(
          new Group("Products", "dense embedding"),
          new Group("Convolutions", "conv2d conv1d depthwise_conv2d conv_transpose2d"),
          new Group("Pooling over images", "global_avg_pool2d global_max_pool2d"),
          new Group("Normalisation", "batch_norm layer_norm rms_norm group_norm lrn"),
          new Group("Dropout", "dropout variational_dropout"),
          new Group("Cells, the steps of recurrent layers", "rnn_cell lstm_cell gru_cell"),
          new Group(
              "Activations",
              "relu6 leaky_relu elu gelu silu hard_sigmoid hard_swish softplus softmax"
                  + " log_softmax"),
          new Group("Arithmetic", "pow var"),
          new Group("Losses", "cross_entropy binary_cross_entropy mse mae huber"));

  private static final String REST = "Metrics, and what answers are made with";

  /** A heading and the layers below it. */
  private record Group(String heading, String layers) {
    List<String> names() {
      return List.of(layers.split(" "));
    }
  }

  private final StringBuilder text = new StringBuilder();
  private final List<Example> examples;

  private Reference() throws IOException {
    this.examples = Example.all();
  }

  static String write() throws IOException {
    Reference reference = new Reference();
    reference.intro();
    reference.layers();
    reference.ops();
    return reference.text.toString();
  }

  private void intro() {
    text.append(
        """
        # Layers and ops

        <!-- Written from the library and the registry by ReferenceTest: mvn test -Dnnet.bless=true -->

        A layer is called with its inputs first, `dense(x, 64)`, or as a stage of a pipeline, `x -> dense(64)`; all
        arguments can be named. Of types, `B` is the batch, other capitals are sizes that are bound where the layer is
        used, and `...` is any number of sizes. The types of results in the examples are the compiler's.

        Layers are texts of the language, in `compiler/src/main/resources/nnet/layers`; what they keep is listed with the
        initialiser it begins with, `auto` being chosen by the next activation (He et al., 2015, for the relu family,
        Glorot and Bengio, 2010, for all others). Ops are what layers are made of.

        """);
  }

  private void layers() throws IOException {
    Set<String> left = new LinkedHashSet<>(Files.readAllLines(LIBRARY.resolve("index.txt")));
    left.remove("");
    for (Group group : GROUPS) {
      List<String> names = new ArrayList<>(group.names());
      names.retainAll(left);
      left.removeAll(names);
      section(group.heading(), names);
    }
    section(REST, left);
    text.append(
        """
        ## Stages that are part of the language

        `repeat`, `residual`, `concat { | }`, `stack { | }` and `sum { | }` take pipelines in braces; `rearrange` names axes; `scan`, `rnn`, `lstm`, `gru` run a
        cell over a sequence, `bidirectional` in both directions; `last` and `first` are steps of a sequence, `split` cuts
        an axis. See [the language](language.md).

        """);
    for (String stage :
        List.of(
            "repeat",
            "residual",
            "stack",
            "rearrange",
            "sum",
            "scan",
            "rnn",
            "lstm",
            "gru",
            "bidirectional",
            "last",
            "first")) {
      if (examples.stream().anyMatch(e -> e.calls(stage))) {
        text.append("### ").append(stage).append("\n\n");
        calls(stage);
      }
    }
  }

  private void section(String heading, Collection<String> names) throws IOException {
    text.append("## ").append(heading).append("\n\n");
    for (String name : names) {
      layer(name);
    }
  }

  private void layer(String name) throws IOException {
    String source = Files.readString(LIBRARY.resolve(name + ".nnet"));
    Matcher head = HEAD.matcher(source);
    if (!head.find()) {
      throw new IllegalStateException(name + ".nnet has no head");
    }
    text.append("### ").append(name).append("\n\n```text\n").append(name);
    text.append(head.group(2) == null ? "" : head.group(2)).append('\n');
    INPUT
        .matcher(source)
        .results()
        .forEach(
            m ->
                text.append("    ")
                    .append(m.group(1))
                    .append(": ")
                    .append(m.group(2))
                    .append('\n'));
    text.append("```\n\n");
    text.append(doc(source.substring(0, head.start()))).append("\n\n");
    StringBuilder kept = new StringBuilder();
    KEPT.matcher(source)
        .results()
        .forEach(
            m -> {
              String init =
                  m.group(4) == null ? m.group(1).equals("state") ? "zeros" : "auto" : m.group(4);
              kept.append(kept.isEmpty() ? "Keeps " : ", ");
              kept.append("`").append(m.group(2)).append(": ").append(m.group(3)).append("` (");
              kept.append(m.group(1).equals("state") ? "state, " : "").append(init).append(")");
            });
    text.append(kept).append(kept.isEmpty() ? "" : ".\n\n");
    calls(name);
  }

  private static String doc(String comments) {
    return comments.replaceAll("(?m)^/// ?", "").strip();
  }

  private void calls(String name) {
    List<Example> some = examples.stream().filter(e -> e.calls(name)).toList();
    if (some.isEmpty()) {
      return;
    }
    for (Example e : some) {
      text.append("- `").append(e.inputs()).append("`: `").append(e.call()).append("` is `");
      text.append(e.result()).append("`\n");
    }
    text.append('\n');
  }

  private void ops() throws IOException {
    text.append("## Ops\n\n");
    List<Op> callable =
        Ops.all().stream().filter(Op::callable).sorted(Comparator.comparing(Op::name)).toList();
    for (Op op : callable) {
      text.append("### ").append(op.name()).append("\n\n```text\n").append(signature(op));
      text.append("\n```\n\n").append(Javadoc.of(op.getClass())).append("\n\n");
      calls(op.name());
    }
    text.setLength(text.length() - 1);
  }

  private static String signature(Op op) {
    List<String> parts = new ArrayList<>();
    for (String name : op.signature().names()) {
      parts.add(op.signature().parameter(name).map(Reference::parameter).orElse(name));
    }
    return op.name() + "(" + String.join(", ", parts) + ")";
  }

  private static String parameter(Signature.Parameter p) {
    String value = p.fallback() == null ? "" : " = " + fallback(p.fallback());
    return p.name() + ": " + p.kind().name().toLowerCase(java.util.Locale.ROOT) + value;
  }

  private static String fallback(Object value) {
    return value == Signature.ABSENT ? "none" : value.toString();
  }
}
