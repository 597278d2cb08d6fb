package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
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
    Diagnostics diagnostics = new Diagnostics();
    Path path = Path.of("../examples/vision/src/main/nnet", file + ".nnet");
    List<ElaboratedNetwork> networks =
        Compiler.elaborate(Source.read(path), diagnostics, StageListener.NONE);
    ElaboratedNetwork network =
        networks.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
    assertThat(network.graph().parameterCount()).isEqualTo(count);
  }
}
