package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.Image;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.Row;
import dev.nnet.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The {@code predict} methods and the record of their results. */
final class PredictMembers {
  private static final String THREADS = "Any number of threads may call it at once.\n";

  private final Interface network;
  private final List<Component> inputs;
  private final ClassName output;

  PredictMembers(Interface network) {
    this.network = network;
    this.inputs = network.inputs();
    this.output = network.nested("Output");
  }

  void addTo(TypeSpec.Builder type) {
    boolean single = inputs.size() == 1;
    type.addMethod(one(false));
    if (network.anyPreprocessed()) {
      type.addMethod(one(true));
    }
    if (single) {
      Component input = inputs.get(0);
      type.addMethod(many("predict", input.type().box(), input.put("examples.get(from + slot)")));
      if (network.preprocessed(input)) {
        type.addMethod(
            many(
                "predictImages",
                ClassName.get(Image.class),
                input.put("examples.get(from + slot)")));
      }
    } else {
      ClassName input = network.nested("Input");
      type.addMethod(many("predict", input, CodeBlock.of("fill(examples.get(from + slot), row)")));
      type.addMethod(fill(input));
      type.addType(Interface.record("Input", "What one prediction needs.", inputs).build());
    }
    type.addMethod(output());
    if (network.outputs().stream().anyMatch(Component::truths)) {
      type.addMethod(truths());
    }
    type.addType(
        Interface.record("Output", "What one prediction gives.", network.outputs()).build());
  }

  private MethodSpec one(boolean images) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("predict")
            .addModifiers(Modifier.PUBLIC)
            .returns(output)
            .addJavadoc("Predicts one example$L. ", images ? ", preprocessed as the text says" : "")
            .addJavadoc(THREADS + "\n");
    for (Component input : inputs) {
      if (images && network.preprocessed(input)) {
        method.addParameter(Image.class, input.name());
        method.addJavadoc("@param $L u8$L\n", input.name(), raw(input));
      } else {
        method.addParameter(input.parameter());
        method.addJavadoc("@param $L $L\n", input.name(), input.doc());
      }
    }
    method.addJavadoc("@throws IllegalArgumentException if a size or a value does not fit\n");
    method.addStatement("$T session = model.acquire(1)", Session.class);
    method.addStatement("$T row = session.row(0)", Row.class);
    for (Component input : inputs) {
      method.addStatement(input.put(input.name()));
    }
    return method
        .addStatement("session.run(1)")
        .addStatement("$T output = output(session, 0)", output)
        .addStatement("model.release(session)")
        .addStatement("return output")
        .build();
  }

  private List<Integer> raw(Component input) {
    return network.spec().preprocessing().stream()
        .filter(p -> p.border().equals(input.border().name()))
        .findFirst()
        .orElseThrow()
        .dims();
  }

  private MethodSpec many(String name, TypeName example, CodeBlock fill) {
    TypeName outputs = ParameterizedTypeName.get(ClassName.get(List.class), output);
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .returns(outputs)
        .addJavadoc("Predicts many examples, in batches. " + THREADS)
        .addParameter(ParameterizedTypeName.get(ClassName.get(List.class), example), "examples")
        .addStatement("$T outputs = new $T<>(examples.size())", outputs, ArrayList.class)
        .beginControlFlow(
            "for (int from = 0; from < examples.size(); from += $T.POOLED_BATCH)", Model.class)
        .addStatement("int count = Math.min($T.POOLED_BATCH, examples.size() - from)", Model.class)
        .addStatement("$T session = model.acquire(count)", Session.class)
        .beginControlFlow("for (int slot = 0; slot < count; slot++)")
        .addStatement("$T row = session.row(slot)", Row.class)
        .addStatement(fill)
        .endControlFlow()
        .addStatement("session.run(count)")
        .beginControlFlow("for (int slot = 0; slot < count; slot++)")
        .addStatement("outputs.add(output(session, slot))")
        .endControlFlow()
        .addStatement("model.release(session)")
        .endControlFlow()
        .addStatement("return outputs")
        .build();
  }

  private MethodSpec fill(ClassName input) {
    MethodSpec.Builder fill =
        MethodSpec.methodBuilder("fill")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(input, "input")
            .addParameter(Row.class, "row");
    inputs.forEach(i -> fill.addStatement(i.put("input." + i.name() + "()")));
    return fill.build();
  }

  private MethodSpec output() {
    CodeBlock values =
        network.outputs().stream().map(Component::take).collect(CodeBlock.joining(", "));
    return MethodSpec.methodBuilder("output")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(output)
        .addParameter(Session.class, "session")
        .addParameter(int.class, "slot")
        .addStatement("return new $T($L)", output, values)
        .build();
  }

  private static MethodSpec truths() {
    return MethodSpec.methodBuilder("truths")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(boolean[].class)
        .addParameter(int[].class, "values")
        .addStatement("boolean[] truths = new boolean[values.length]")
        .beginControlFlow("for (int i = 0; i < truths.length; i++)")
        .addStatement("truths[i] = values[i] != 0")
        .endControlFlow()
        .addStatement("return truths")
        .build();
  }
}
