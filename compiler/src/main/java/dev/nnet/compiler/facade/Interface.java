package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.BorderSpec.Kind;
import dev.nnet.runtime.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** A network's borders as Java components, and what several parts of its class need of them. */
record Interface(ModelSpec spec, ClassName self) {

  List<Component> inputs() {
    return of(Kind.INPUT);
  }

  List<Component> outputs() {
    return of(Kind.OUTPUT);
  }

  /** Inputs, then targets: what there is to learn from. */
  List<Component> sample() {
    List<Component> all = new ArrayList<>(inputs());
    all.addAll(of(Kind.TARGET));
    return all;
  }

  private List<Component> of(Kind kind) {
    return spec.borders().stream()
        .filter(b -> b.kind() == kind)
        .map(b -> new Component(b, spec.columns(b.name())))
        .toList();
  }

  /** Whether an input has a {@code preprocess}. */
  boolean preprocessed(Component input) {
    return spec.preprocessing().stream().anyMatch(p -> p.border().equals(input.border().name()));
  }

  boolean anyPreprocessed() {
    return inputs().stream().anyMatch(this::preprocessed);
  }

  /** Whether preprocessing needs what was learned from data. */
  boolean learnsPreprocessing() {
    return spec.preprocessing().stream().anyMatch(p -> p.standardization().isPresent());
  }

  ClassName nested(String name) {
    return self.nestedClass(name);
  }

  /** A public record of these components with their documentation. */
  static TypeSpec.Builder record(String name, String doc, List<Component> components) {
    MethodSpec.Builder header = MethodSpec.constructorBuilder();
    TypeSpec.Builder type =
        TypeSpec.recordBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L\n\n", doc);
    for (Component c : components) {
      header.addParameter(c.parameter());
      type.addJavadoc("@param $L $L\n", c.name(), c.doc());
    }
    return type.recordConstructor(header.build());
  }

  /** Comma-separated texts of components. */
  static CodeBlock joined(List<Component> components, Function<Component, String> text) {
    StringJoiner all = new StringJoiner(", ");
    components.forEach(c -> all.add(text.apply(c)));
    return CodeBlock.of("$L", all.toString());
  }
}
