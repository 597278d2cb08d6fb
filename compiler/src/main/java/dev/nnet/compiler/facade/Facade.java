package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.Model;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.WeightNames;
import dev.nnet.runtime.Weights;
import dev.nnet.runtime.data.TableReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/**
 * Writes the class users program against.
 *
 * <pre>
 *   network LeNet5 { input image: f32[B, 1, 28, 28]  output logits: f32[B, 10]  .. }
 *
 *   LeNet5 net = LeNet5.load(Path.of("lenet5.safetensors"));
 *   float[] logits = net.predict(pixels).logits();
 * </pre>
 */
public final class Facade {
  private final Interface network;
  private final ClassName emitted;
  private final String doc;

  private Facade(ModelSpec spec, ClassName self, ClassName emitted, String doc) {
    this.network = new Interface(spec, self);
    this.emitted = emitted;
    this.doc = doc;
  }

  /**
   * The text of the Java file.
   *
   * @param javaPackage empty for none
   * @param emitted simple name of the emitted subclass of {@link Network} in the same package
   * @param doc the network's doc comment, may be empty
   */
  public static String write(ModelSpec spec, String javaPackage, String emitted, String doc) {
    ClassName self = ClassName.get(javaPackage, spec.network());
    Facade facade = new Facade(spec, self, ClassName.get(javaPackage, emitted), doc);
    return JavaFile.builder(javaPackage, facade.type())
        .skipJavaLangImports(true)
        .indent("  ")
        .build()
        .toString();
  }

  private TypeSpec type() {
    ModelSpec spec = network.spec();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(network.self())
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc("$L", doc.isBlank() ? "The network " + spec.network() + "." : doc.strip())
            .addJavadoc(
                "\n\n<p>Weights are immutable: an object may be shared between threads."
                    + "\n\n<p>Written by nnet from {@code $L}; changes here are lost.\n",
                spec.source());
    boolean wide = spec.parameterCount() > Integer.MAX_VALUE;
    type.addField(
        FieldSpec.builder(
                wide ? TypeName.LONG : TypeName.INT,
                "PARAMETERS",
                Modifier.PUBLIC,
                Modifier.STATIC,
                Modifier.FINAL)
            .addJavadoc("Number of weights.\n")
            .initializer(
                "$L",
                String.format("%,d", spec.parameterCount()).replace(',', '_') + (wide ? "L" : ""))
            .build());
    type.addField(
        FieldSpec.builder(
                Network.class, "NETWORK", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("new $T()", emitted)
            .build());
    type.addField(Model.class, "model", Modifier.PRIVATE, Modifier.FINAL);
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(Model.class, "model")
            .addStatement("this.model = model")
            .build());
    addWeights(type);
    addData(type);
    new PredictMembers(network).addTo(type);
    new SessionClass(network).addTo(type);
    new StreamClass(network).addTo(type);
    if (!spec.trainings().isEmpty()) {
      new SampleRecord(network).addTo(type);
    }
    for (TrainSpec section : spec.trainings()) {
      new TrainerClass(network, section).addTo(type);
    }
    return type.build();
  }

  /** Where weights come from and go to. */
  private void addWeights(TypeSpec.Builder type) {
    type.addMethod(
        made("create")
            .addJavadoc(
                "Fresh weights, initialised as the text says: a function of the seed alone.\n")
            .addParameter(long.class, "seed")
            .addStatement("return new $T($T.create(NETWORK, seed))", network.self(), Model.class)
            .build());
    type.addMethod(
        made("load")
            .addJavadoc(
                """
                Reads weights from a safetensors file.

                @throws IOException if the file is damaged, or its weights do not fit
                """)
            .addParameter(Path.class, "weights")
            .addException(IOException.class)
            .addStatement("return new $T($T.load(NETWORK, weights))", network.self(), Model.class)
            .build());
    type.addMethod(
        made("load")
            .addJavadoc(
                """
                Reads weights from a stream, to its end.

                @throws IOException if the stream is damaged, or its weights do not fit
                """)
            .addParameter(InputStream.class, "weights")
            .addException(IOException.class)
            .addStatement("return new $T($T.load(NETWORK, weights))", network.self(), Model.class)
            .build());
    type.addMethod(
        made("loadResource")
            .addJavadoc(
                """
                Reads weights from the class path.

                @param name relative to this class, or absolute: {@code /model.safetensors}
                @throws IOException if there is no such resource, or its weights do not fit
                """)
            .addParameter(String.class, "name")
            .addException(IOException.class)
            .beginControlFlow(
                "try ($T in = $T.class.getResourceAsStream(name))",
                InputStream.class,
                network.self())
            .beginControlFlow("if (in == null)")
            .addStatement("throw new $T($S + name)", FileNotFoundException.class, "no resource ")
            .endControlFlow()
            .addStatement("return load(in)")
            .endControlFlow()
            .build());
    type.addMethod(
        made("load")
            .addJavadoc(
                """
                Reads weights that somebody else wrote.

                @param names what their tensors are called here
                @throws IOException if a file is damaged, or names or sizes do not fit
                """)
            .addParameter(Path.class, "weights")
            .addParameter(WeightNames.class, "names")
            .addException(IOException.class)
            .addStatement(
                "return new $T($T.load(NETWORK, weights, names))", network.self(), Model.class)
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("adopt")
            .addModifiers(Modifier.PUBLIC)
            .returns(network.self())
            .addJavadoc(
                """
                This network with the weights of a file wherever path and sizes agree; the others
                stay.

                @param report hears of each tensor that was not taken and of each that stays
                @throws IOException if the file is damaged
                """)
            .addParameter(Path.class, "weights")
            .addParameter(ParameterizedTypeName.get(Consumer.class, String.class), "report")
            .addException(IOException.class)
            .addStatement(
                "return new $T(model.adopt(weights, $T.SAME, report))",
                network.self(),
                WeightNames.class)
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("save")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Writes the weights as safetensors, atomically.\n")
            .addParameter(Path.class, "weights")
            .addException(IOException.class)
            .addStatement("model.save(weights)")
            .build());
    type.addMethod(
        getter(
            "weights", "The weights by path.\n", Weights.class, CodeBlock.of("model.weights()")));
    type.addMethod(
        getter(
            "model",
            "The same network without types, for tools.\n",
            Model.class,
            CodeBlock.of("model")));
  }

  /** Names of classes, and tables. */
  private void addData(TypeSpec.Builder type) {
    TypeName names = ParameterizedTypeName.get(List.class, String.class);
    for (Component c : network.sample()) {
      if (c.classes()) {
        type.addMethod(
            MethodSpec.methodBuilder(JavaNames.variable(c.border().name() + "_names"))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                    "What the classes of {@code $L} are called, by number; empty if the data that"
                        + " were learned from did not say.\n",
                    c.border().name())
                .returns(names)
                .addStatement("return model.classNames().of($S)", c.border().name())
                .build());
      }
    }
    if (network.sample().stream().allMatch(Component::tabular)) {
      type.addMethod(
          MethodSpec.methodBuilder("tables")
              .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
              .addJavadoc(
                  "Reads tables of comma-separated values as data: columns are found by name.\n")
              .returns(TableReader.class)
              .addStatement("return $T.of(NETWORK.spec())", TableReader.class)
              .build());
    }
  }

  private MethodSpec.Builder made(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(network.self());
  }

  private static MethodSpec getter(String name, String doc, Class<?> type, CodeBlock value) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc(doc)
        .returns(type)
        .addStatement("return $L", value)
        .build();
  }
}
