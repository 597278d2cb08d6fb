package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.MetricSpec;
import dev.nnet.runtime.TrainSpec;
import dev.nnet.runtime.data.Dataset;
import dev.nnet.runtime.train.EpochReport;
import dev.nnet.runtime.train.Metrics;
import dev.nnet.runtime.train.Progress;
import dev.nnet.runtime.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/**
 * The nested class {@code Trainer} of a {@code train} section, with the records {@code Metrics} and
 * {@code Epoch}; those of {@code train heads} are called {@code HeadsTrainer} and so on.
 */
final class TrainerClass {
  private final Interface network;
  private final TrainSpec section;
  private final ClassName self;
  private final ClassName metrics;
  private final ClassName epoch;
  private final ParameterizedTypeName samples;

  TrainerClass(Interface network, TrainSpec section) {
    this.network = network;
    this.section = section;
    String prefix = JavaNames.type(section.section());
    this.self = network.nested(prefix + "Trainer");
    this.metrics = network.nested(prefix + "Metrics");
    this.epoch = network.nested(prefix + "Epoch");
    this.samples = ParameterizedTypeName.get(ClassName.get(List.class), network.nested("Sample"));
  }

  void addTo(TypeSpec.Builder owner) {
    String name = section.section();
    owner.addMethod(
        MethodSpec.methodBuilder(name.isEmpty() ? "trainer" : JavaNames.variable(name) + "Trainer")
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc(
                "Trains a copy of these weights as the section {@code train$L} says.\n",
                name.isEmpty() ? "" : " " + name)
            .addStatement("return new $T($T.create(model, $S))", self, Trainer.class, name)
            .build());
    owner.addType(trainer());
    owner.addType(metrics());
    owner.addType(epoch());
  }

  private TypeSpec trainer() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(self)
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addSuperinterface(AutoCloseable.class)
            .addJavadoc(
                """
                Training. Works on weights of its own; {@link #network()} gives a snapshot. One
                thread at a time. The same seed gives the same weights on any number of threads.
                """)
            .addField(Trainer.class, "trainer", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(Trainer.class, "trainer")
                    .addStatement("this.trainer = trainer")
                    .build());
    type.addMethod(resume());
    setting(type, "threads", int.class, "Number of threads; does not change the result.");
    setting(type, "batch", int.class, "Examples per step. Before the first step.");
    setting(type, "accumulate", int.class, "Batches of one update. Before the first step.");
    setting(
        type,
        "average",
        double.class,
        "What is kept of the average of the weights, such as 0.999. Before the first step.");
    setting(
        type,
        "validation",
        double.class,
        "The share of the examples kept for validation. Before the first step.");
    setting(type, "epochs", int.class, "Passes over the data, those already made included.");
    setting(type, "seed", long.class, "Seed of the shuffles. Before the first step.");
    setting(type, "lr", String.class, "Learning rate or schedule: {@code cosine(0.05)}.");
    setting(type, "optimizer", String.class, "Another optimizer: {@code adamw(lr=1e-3)}.");
    listener(type, "onEpoch", epoch, "every epoch", "report -> listener.accept(epoch(report))");
    listener(type, "onBatch", ClassName.get(Progress.class), "every batch", "listener");
    fit(type, samples);
    fit(type, ClassName.get(Dataset.class));
    type.addMethod(step());
    type.addMethod(evaluate(samples));
    type.addMethod(evaluate(ClassName.get(Dataset.class)));
    call(type, "stop", "Ends {@code fit} after the running batch.");
    type.addMethod(
        MethodSpec.methodBuilder("network")
            .addModifiers(Modifier.PUBLIC)
            .returns(network.self())
            .addJavadoc("A snapshot of the weights.\n")
            .addStatement("return new $T(trainer.model())", network.self())
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("checkpoint")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Writes the state of the run, atomically; see {@link #resume}.\n")
            .addParameter(Path.class, "file")
            .addException(IOException.class)
            .addStatement("trainer.checkpoint(file)")
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("close")
            .addModifiers(Modifier.PUBLIC)
            .addAnnotation(Override.class)
            .addStatement("trainer.close()")
            .build());
    return type.addMethod(toMetrics()).addMethod(toEpoch()).build();
  }

  private MethodSpec resume() {
    return MethodSpec.methodBuilder("resume")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(self)
        .addJavadoc(
            """
            Continues from a {@link #checkpoint} with the bits of a run that never stopped.

            @throws IOException if the file is damaged, no checkpoint, or of another network
            """)
        .addParameter(Path.class, "checkpoint")
        .addException(IOException.class)
        .addStatement("return new $T($T.resume(NETWORK, checkpoint))", self, Trainer.class)
        .build();
  }

  private void setting(TypeSpec.Builder type, String name, Class<?> value, String doc) {
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc("$L\n", doc)
            .addParameter(value, "value")
            .addStatement("trainer.$L(value)", name)
            .addStatement("return this")
            .build());
  }

  private void listener(
      TypeSpec.Builder type, String name, ClassName event, String when, String adapted) {
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc("Adds a listener that hears of $L.\n", when)
            .addParameter(
                ParameterizedTypeName.get(
                    ClassName.get(Consumer.class),
                    com.palantir.javapoet.WildcardTypeName.supertypeOf(event)),
                "listener")
            .addStatement("trainer.$L($L)", name, adapted)
            .addStatement("return this")
            .build());
  }

  private CodeBlock dataset(TypeName data, String name) {
    return data.equals(samples) ? CodeBlock.of("dataset($L)", name) : CodeBlock.of("$L", name);
  }

  private void fit(TypeSpec.Builder type, TypeName data) {
    type.addMethod(
        MethodSpec.methodBuilder("fit")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Trains without validation data of its own.\n")
            .addParameter(data, "train")
            .addStatement("trainer.fit($L)", dataset(data, "train"))
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("fit")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(
                """
                Trains until the epochs are done or {@link #stop} is called.

                @param valid measured after every epoch
                """)
            .addParameter(data, "train")
            .addParameter(data, "valid")
            .addStatement("trainer.fit($L, $L)", dataset(data, "train"), dataset(data, "valid"))
            .build());
  }

  private MethodSpec step() {
    return MethodSpec.methodBuilder("step")
        .addModifiers(Modifier.PUBLIC)
        .returns(float.class)
        .addJavadoc(
            """
            One update from these samples, for loops of one's own.

            @param batch at most as many as {@link #batch} says
            @return the mean loss before the update
            """)
        .addParameter(samples, "batch")
        .beginControlFlow("for (int slot = 0; slot < batch.size(); slot++)")
        .addStatement("encode(batch.get(slot), trainer.row(slot))")
        .endControlFlow()
        .addStatement("return trainer.step(batch.size())")
        .build();
  }

  private MethodSpec evaluate(TypeName data) {
    return MethodSpec.methodBuilder("evaluate")
        .addModifiers(Modifier.PUBLIC)
        .returns(metrics)
        .addJavadoc("Measures loss and metrics with the weights as they are now.\n")
        .addParameter(data, "data")
        .addStatement("return metrics(trainer.evaluate($L))", dataset(data, "data"))
        .build();
  }

  private static void call(TypeSpec.Builder type, String name, String doc) {
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("$L\n", doc)
            .addStatement("trainer.$L()", name)
            .build());
  }

  private MethodSpec toMetrics() {
    CodeBlock values =
        section.metrics().stream()
            .map(m -> CodeBlock.of(", measured.$L($S)", table(m) ? "table" : "value", m.name()))
            .collect(CodeBlock.joining(""));
    return MethodSpec.methodBuilder("metrics")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(metrics)
        .addParameter(Metrics.class, "measured")
        .addStatement("return new $T(measured.loss()$L)", metrics, values)
        .build();
  }

  private static boolean table(MetricSpec metric) {
    return MetricSpec.isTable(metric.formula());
  }

  private MethodSpec toEpoch() {
    return MethodSpec.methodBuilder("epoch")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(epoch)
        .addParameter(EpochReport.class, "report")
        .addStatement(
            "return new $T(report.number(), report.epochs(), report.last(), report.step(),"
                + " metrics(report.metrics()), report.validation().map($T::metrics),"
                + " report.best(), report.learningRate(),"
                + " report.seconds(), report.samplesPerSecond())",
            epoch,
            self)
        .build();
  }

  private TypeSpec metrics() {
    MethodSpec.Builder header = MethodSpec.constructorBuilder().addParameter(double.class, "loss");
    TypeSpec.Builder type =
        TypeSpec.recordBuilder(metrics)
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("Measured over the examples of a dataset.\n\n@param loss of the section\n");
    for (MetricSpec metric : section.metrics()) {
      String name = JavaNames.variable(metric.name());
      header.addParameter(table(metric) ? double[][].class : double.class, name);
      boolean late = metric.formula().contains("column(");
      type.addJavadoc(
          "@param $L as the text defines it$L\n",
          name,
          late ? "; NaN of training" : table(metric) ? ", row by row" : "");
    }
    return type.recordConstructor(header.build()).build();
  }

  private TypeSpec epoch() {
    MethodSpec header =
        MethodSpec.constructorBuilder()
            .addParameter(int.class, "number")
            .addParameter(int.class, "epochs")
            .addParameter(boolean.class, "last")
            .addParameter(long.class, "step")
            .addParameter(metrics, "metrics")
            .addParameter(
                ParameterizedTypeName.get(ClassName.get(Optional.class), metrics), "validation")
            .addParameter(boolean.class, "best")
            .addParameter(double.class, "learningRate")
            .addParameter(double.class, "seconds")
            .addParameter(double.class, "samplesPerSecond")
            .build();
    return TypeSpec.recordBuilder(epoch)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc(
            """
            What came of an epoch.

            @param number from 1
            @param epochs of the whole run
            @param last whether the run ends with it
            @param step updates made so far
            @param metrics over the training examples, each measured before it was learnt
            @param validation after the epoch, if validation data was given
            @param best whether its validation was the best so far
            @param learningRate of the last step
            @param seconds of training, without validation
            @param samplesPerSecond training examples per second
            """)
        .recordConstructor(header)
        .addMethod(
            MethodSpec.methodBuilder("loss")
                .addModifiers(Modifier.PUBLIC)
                .returns(double.class)
                .addJavadoc("Mean training loss.\n")
                .addStatement("return metrics.loss()")
                .build())
        .build();
  }
}
