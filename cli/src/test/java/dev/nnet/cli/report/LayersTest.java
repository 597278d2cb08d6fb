package dev.nnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nnet.compiler.Compiler;
import dev.nnet.compiler.Layers;
import dev.nnet.compiler.StageListener;
import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Multiply-adds are those that are published: 569 and 300 million in the papers on MobileNet v1
 * (Table 4) and v2 (Table 4), 0.71 and 1.81 billion in torchvision's table of models.
 */
class LayersTest {
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, MobileNetV1, 569, 1e6",
    "mobilenet_v2, MobileNetV2, 30, 1e7",
    "alexnet_one_tower, AlexNetOneTower, 71, 1e7",
    "resnet18, ResNet18, 181, 1e7"
  })
  void multiplyAddsAreThePublishedOnes(String file, String name, long published, double unit)
      throws IOException {
    Path path = Path.of("../examples/vision/src/main/nnet", file + ".nnet");
    ElaboratedNetwork network =
        Compiler.elaborate(Source.read(path), new Diagnostics(), StageListener.NONE).stream()
            .filter(n -> n.name().equals(name))
            .findFirst()
            .orElseThrow();
    long macs = Layers.of(network).stream().mapToLong(Layers.Row::macs).sum();
    assertThat(Math.round(macs / unit)).isEqualTo(published);
  }
}
