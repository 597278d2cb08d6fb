package dev.nnet.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Source;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The SVG is XML, needs nothing else, and shows every box once in its panel. */
class SvgTest {
  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document document, String element, String style) {
    NodeList found = document.getElementsByTagName(element);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element e = (Element) found.item(i);
      if (List.of(e.getAttribute("class").split(" ")).contains(style)) {
        elements.add(e);
      }
    }
    return elements;
  }

  @Test
  void everyExampleIsXmlAndNeedsNothingElse() throws Exception {
    for (ElaboratedNetwork network : Texts.examples()) {
      String svg = Svg.draw(network);
      Document document = parse(svg);
      assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
          .as(network.name())
          .doesNotContain("http")
          .doesNotContain("NaN");
    }
  }

  @Test
  void whatABoxOpensIsThere() throws Exception {
    Document document = parse(Svg.draw(Texts.network(Texts.BLOCKS)));
    List<Element> opening = all(document, "g", "opens");
    assertThat(opening).hasSize(1);
    assertThat(opening.get(0).getAttribute("aria-expanded")).isEqualTo("true");
    List<Element> panels = all(document, "g", "panel");
    assertThat(panels).hasSize(2);
    assertThat(panels)
        .anySatisfy(
            p -> {
              assertThat(p.getAttribute("data-panel"))
                  .isEqualTo(opening.get(0).getAttribute("data-opens"));
              assertThat(p.getAttribute("data-depth")).isEqualTo("1");
              assertThat(p.getTextContent()).contains("layer_norm").contains("unit(8)");
            });
  }

  @Test
  void whatComesBackIsMarked() throws Exception {
    Document document = parse(Svg.draw(Texts.network(Texts.CELL)));
    // the cell as a whole, and its state
    assertThat(all(document, "path", "again")).hasSize(2);
  }

  @Test
  void boxesDoNotOverlap() throws Exception {
    for (ElaboratedNetwork network : Texts.examples()) {
      Document document = parse(Svg.draw(network));
      for (Element panel : all(document, "g", "panel")) {
        List<double[]> boxes = new ArrayList<>();
        NodeList groups = panel.getChildNodes();
        for (int i = 0; i < groups.getLength(); i++) {
          if (groups.item(i) instanceof Element e && e.getTagName().equals("g")) {
            NodeList cards = e.getElementsByTagName("rect");
            Element card = (Element) cards.item(cards.getLength() - 1);
            boxes.add(
                new double[] {
                  number(card, "x"),
                  number(card, "y"),
                  number(card, "width"),
                  number(card, "height")
                });
          }
        }
        for (int a = 0; a < boxes.size(); a++) {
          for (int b = 0; b < a; b++) {
            assertThat(apart(boxes.get(a), boxes.get(b))).as(network.name()).isTrue();
          }
        }
      }
    }
  }

  private static boolean apart(double[] a, double[] b) {
    return a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
  }

  private static double number(Element e, String attribute) {
    return Double.parseDouble(e.getAttribute(attribute));
  }

  @Test
  void namesOfFilesAreData() throws Exception {
    String text = "network N { input x: f32[B, 3]  output y: f32[B, 3]  y = x -> relu }";
    Source source = new Source("a<b>&\"c\u0001.nnet", text);
    String svg = Svg.draw(Texts.networks(source).get(0));
    assertThat(parse(svg).getDocumentElement().getTextContent()).contains("a<b>&\"c\uFFFD.nnet");
  }
}
