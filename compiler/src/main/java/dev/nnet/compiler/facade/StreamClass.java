package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Stream;
import javax.lang.model.element.Modifier;

/** The nested class {@code Stream}: a sequence step by step, with an accessor per output. */
final class StreamClass {
  private final Interface network;
  private final ClassName self;

  StreamClass(Interface network) {
    this.network = network;
    this.self = network.nested("Stream");
  }

  void addTo(TypeSpec.Builder owner) {
    if (network.spec().borders(BorderSpec.Kind.CARRY).length == 0) {
      return;
    }
    owner.addMethod(
        MethodSpec.methodBuilder("stream")
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc(
                "The network step by step: a step gives the bits of the whole sequence's.\n")
            .addStatement("return new $T(model.stream())", self)
            .build());
    TypeSpec.Builder type =
        TypeSpec.classBuilder(self)
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                """
                A sequence, step by step. Nothing is allocated: outputs are arrays that the next step
                overwrites. One thread at a time.
                """)
            .addField(Stream.class, "stream", Modifier.PRIVATE, Modifier.FINAL);
    for (Component c : network.outputs()) {
      type.addField(
          FieldSpec.builder(array(c), c.name(), Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T[$L]", element(c), width(c))
              .build());
    }
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(Stream.class, "stream")
            .addStatement("this.stream = stream")
            .build());
    type.addMethod(next());
    for (Component c : network.outputs()) {
      type.addMethod(
          MethodSpec.methodBuilder(c.name())
              .addModifiers(Modifier.PUBLIC)
              .returns(array(c))
              .addJavadoc("Of the last step made; valid until the next.\n")
              .addStatement("return $N", c.name())
              .build());
    }
    type.addMethod(
        MethodSpec.methodBuilder("fork")
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc("Another stream that goes on from here.\n")
            .addStatement("return new $T(stream.fork())", self)
            .build());
    owner.addType(type.build());
  }

  private MethodSpec next() {
    MethodSpec.Builder next =
        MethodSpec.methodBuilder("next")
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc(
                """
                Makes a step.

                @return this stream, whose outputs are those of the step
                @throws IllegalArgumentException if a size or a value does not fit
                """);
    for (Component c : network.inputs()) {
      next.addParameter(c.step(), c.name());
      next.addStatement("stream.row().put($S, $N)", c.border().name(), c.name());
    }
    next.addStatement("stream.next()");
    for (Component c : network.outputs()) {
      String from = c.floats() ? "output" : "intOutput";
      next.addStatement(
          "$T.arraycopy(stream.$L($S), 0, $N, 0, $L)",
          System.class,
          from,
          c.border().name(),
          c.name(),
          width(c));
    }
    return next.addStatement("return this").build();
  }

  private static TypeName element(Component c) {
    return c.floats() ? TypeName.FLOAT : TypeName.INT;
  }

  private static TypeName array(Component c) {
    return c.floats() ? TypeName.get(float[].class) : TypeName.get(int[].class);
  }

  /** Values of one step. */
  private static CodeBlock width(Component c) {
    BorderSpec border = c.border();
    return CodeBlock.of("$L", border.ragged() ? border.valuesPerStep() : border.valuesPerExample());
  }
}
