package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.data.Dataset;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The record {@code Sample}, inputs and targets, and how a list of them is data to learn from. */
final class SampleRecord {
  private final Interface network;
  private final ClassName self;

  SampleRecord(Interface network) {
    this.network = network;
    this.self = network.nested("Sample");
  }

  void addTo(TypeSpec.Builder owner) {
    TypeSpec.Builder type =
        Interface.record(
            "Sample", "An example to learn from: inputs and targets.", network.sample());
    if (network.anyPreprocessed() && !network.learnsPreprocessing()) {
      type.addMethod(ofImages());
    }
    owner.addMethod(dataset());
    owner.addMethod(encode());
    owner.addType(type.build());
  }

  private MethodSpec ofImages() {
    MethodSpec.Builder of =
        MethodSpec.methodBuilder("of")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(self)
            .addJavadoc(
                """
                Preprocesses images as the text says for inference. For what is random in training
                give the trainer a dataset that puts images: {@code row.put("image", image)}.

                @throws IllegalArgumentException if an image has another size
                """);
    List<CodeBlock> values =
        network.sample().stream()
            .map(
                c ->
                    network.preprocessed(c)
                        ? CodeBlock.of(
                            "NETWORK.spec().preprocess($S, $L)", c.border().name(), c.name())
                        : CodeBlock.of("$L", c.name()))
            .toList();
    for (Component c : network.sample()) {
      if (network.preprocessed(c)) {
        of.addParameter(Image.class, c.name());
      } else {
        of.addParameter(c.parameter());
      }
    }
    return of.addStatement("return new $T($L)", self, CodeBlock.join(values, ", ")).build();
  }

  private MethodSpec dataset() {
    return MethodSpec.methodBuilder("dataset")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(Dataset.class)
        .addJavadoc("Samples as a dataset; the list is not copied and may be lazy.\n")
        .addParameter(ParameterizedTypeName.get(ClassName.get(List.class), self), "samples")
        .addStatement(
            "return $T.of(samples, $T::encode$L)", Dataset.class, network.self(), length())
        .build();
  }

  /**
   * The steps of a sample, where there is a sequence: {@code , sample -> sample.words().length}.
   */
  private String length() {
    return network.inputs().stream()
        .filter(c -> c.border().ragged())
        .findFirst()
        .map(c -> ", sample -> sample." + c.name() + "().length" + c.perStep())
        .orElse("");
  }

  private MethodSpec encode() {
    MethodSpec.Builder encode =
        MethodSpec.methodBuilder("encode")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(self, "sample")
            .addParameter(Row.class, "row");
    network.sample().forEach(c -> encode.addStatement(c.put("sample." + c.name() + "()")));
    return encode.build();
  }
}
