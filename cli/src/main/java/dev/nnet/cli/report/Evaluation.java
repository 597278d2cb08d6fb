package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.runtime.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A model's answers to test examples as a page: what {@code nnet evaluate --report} writes.
 *
 * @param weights where they lie
 * @param data where the examples lie
 * @param figures loss and metrics
 */
public record Evaluation(
    ElaboratedNetwork network,
    Path weights,
    String data,
    int examples,
    Map<String, Double> figures,
    Answers answers) {

  /** Writes the page: the old one or the new one is there, never a part. */
  public void write(Path file) throws IOException {
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(file, out -> out.write(page));
    } catch (IOException e) {
      throw new IOException("cannot write the report " + file + ": " + e.getMessage(), e);
    }
  }

  String page() {
    Markup out = new Markup();
    out.open("header").element("h1", network.name()).element("p", "evaluated", "class", "status");
    String about =
        String.format(
            Locale.ROOT,
            "%s: %,d parameters of %s, %,d examples of %s",
            network.span().source().fileName(),
            network.graph().parameterCount(),
            weights,
            examples,
            data);
    out.element("p", about, "class", "about").close("header");
    out.open("section", "class", "tiles");
    figures.forEach((name, value) -> Page.tile(out, "test " + name, Page.shown(name, value)));
    out.close("section");
    AnswersSection.write(answers, out);
    return Page.of(network, false, out.toString());
  }
}
