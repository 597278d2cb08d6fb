package dev.nnet.cli.report;

import dev.nnet.cli.draw.Markup;
import dev.nnet.cli.report.Answers.Mistake;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The part of a page that shows what the network answers: confusion, pairs, mistakes. */
final class AnswersSection {
  private final Answers answers;
  private final Markup out;

  private AnswersSection(Answers answers, Markup out) {
    this.answers = answers;
    this.out = out;
  }

  static void write(Answers answers, Markup out) {
    AnswersSection section = new AnswersSection(answers, out);
    if (!answers.classes().isEmpty()) {
      section.confusion();
    }
    if (!answers.pairs().isEmpty()) {
      section.pairs();
    }
    if (!answers.worst().isEmpty()) {
      section.mistakes();
    }
  }

  private void confusion() {
    String right = String.format(Locale.ROOT, "%,d of %,d", answers.right(), answers.examples());
    String about = right + " right. Rows are what is right, columns what was answered.";
    List<List<Double>> counts =
        Arrays.stream(answers.confusion())
            .map(r -> Arrays.stream(r).asDoubleStream().boxed().toList())
            .toList();
    Confusion.write(out, "Confusion", about, answers.classes(), counts);
  }

  private void pairs() {
    out.open("section").element("h2", "Answers");
    out.open("figure").open("figcaption").element("b", "answer over what is right");
    out.close("figcaption").raw(PairChart.svg(answers.pairs())).close("figure").close("section");
  }

  private void mistakes() {
    boolean classes = !answers.classes().isEmpty();
    out.open("section").element("h2", classes ? "Wrong" : "Farthest off");
    out.element(
        "p",
        classes
            ? "The wrong answers that the network was surest of; numbers count test examples from 0."
            : "The answers farthest from what is right; numbers count test examples from 0.");
    boolean pictures = !answers.worst().get(0).given().picture().isEmpty();
    if (pictures) {
      out.open("div", "class", "mistakes");
      answers.worst().forEach(m -> picture(m, classes));
      out.close("div");
    } else {
      Table table =
          new Table(out, "example >", "given", "right", "answer", classes ? "sure >" : "off by >");
      for (Mistake m : answers.worst()) {
        String number = Integer.toString(m.number());
        table.row(number, m.given().text(), m.right(), m.answer(), share(m, classes));
      }
      table.end();
    }
    out.close("section");
  }

  private void picture(Mistake m, boolean classes) {
    out.open("figure", "class", "mistake");
    out.empty("img", "src", m.given().picture(), "alt", "example " + m.number());
    out.open("figcaption").element("b", m.answer());
    out.element("span", "not " + m.right()).element("small", share(m, classes));
    out.element("small", "#" + m.number()).close("figcaption").close("figure");
  }

  private static String share(Mistake m, boolean classes) {
    return classes
        ? String.format(Locale.ROOT, "%.1f %%", 100 * m.share())
        : LineChart.figure(m.share());
  }
}
