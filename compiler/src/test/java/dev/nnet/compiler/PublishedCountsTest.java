package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks of the examples have the parameters that are published for them. */
class PublishedCountsTest {
  @ParameterizedTest
  @CsvSource({
    "alexnet, AlexNet, 60965224",
    "alexnet_one_tower, AlexNetOneTower, 61100840",
    "mobilenet_v1, MobileNetV1, 4231976",
    "mobilenet_v1, MobileNetV1Small, 1331592",
    "mobilenet_v2, MobileNetV2, 3504872",
    "inception, GoogLeNet, 6998552",
    "resnet18, ResNet18, 11689512"
  })
  void haveThePublishedParameters(String file, String name, long count) throws IOException {
    assertThat(network(file, name).graph().parameterCount()).isEqualTo(count);
  }

  private static ElaboratedNetwork network(String file, String name) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Path path = Path.of("../examples/vision/src/main/nnet", file + ".nnet");
    List<ElaboratedNetwork> networks =
        Compiler.elaborate(Source.read(path), diagnostics, StageListener.NONE);
    return networks.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  /** The files of names give every weight and state a tensor of torchvision's, and each once. */
  @ParameterizedTest
  @CsvSource({
    "alexnet_one_tower, AlexNetOneTower",
    "resnet18, ResNet18",
    "mobilenet_v2, MobileNetV2"
  })
  void namesOfTorchvisionAreComplete(String file, String name) throws IOException {
    Path names = Path.of("../examples/vision/torchvision", file + ".names");
    List<String[]> lines =
        Files.readAllLines(names).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("*"))
            .map(line -> line.split(" +-> "))
            .toList();
    assertThat(lines.stream().map(sides -> sides[0])).doesNotHaveDuplicates();
    assertThat(lines.stream().map(sides -> sides[1]))
        .containsExactlyElementsOf(
            network(file, name).graph().parameters().stream()
                .map(p -> p.attributes().word("name"))
                .toList());
  }
}
