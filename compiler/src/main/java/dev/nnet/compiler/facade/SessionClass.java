package dev.nnet.compiler.facade;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.nnet.runtime.BorderSpec;
import dev.nnet.runtime.Session;
import javax.lang.model.element.Modifier;

/** The nested class {@code Session}: predictions without garbage, with an accessor per border. */
final class SessionClass {
  private final Interface network;
  private final ClassName self;

  SessionClass(Interface network) {
    this.network = network;
    this.self = network.nested("Session");
  }

  void addTo(TypeSpec.Builder owner) {
    owner.addMethod(open(false));
    owner.addMethod(open(true));
    TypeSpec.Builder type =
        TypeSpec.classBuilder(self)
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addSuperinterface(AutoCloseable.class)
            .addJavadoc(
                """
                Predictions without garbage: the arrays are the compiled program's own. Fill the
                inputs, {@link #run}, read the outputs. One thread at a time.
                """)
            .addField(Session.class, "session", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(Session.class, "session")
                    .addStatement("this.session = session")
                    .build());
    network.inputs().forEach(c -> type.addMethod(array(c, "input", "intInput", "filled before")));
    for (int k : network.spec().lengths()) {
      type.addMethod(lengths(network.spec().borders().get(k)));
    }
    if (network.spec().borders().stream().anyMatch(BorderSpec::open)) {
      type.addMethod(reserve());
    }
    network.outputs().forEach(c -> type.addMethod(array(c, "output", "intOutput", "valid after")));
    type.addMethod(
        MethodSpec.methodBuilder("run")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(
                """
                Computes the outputs of the first rows.

                @param batch number of rows, 1 to the session's largest batch
                @throws IllegalArgumentException if it is not, or an index is out of range
                """)
            .addParameter(int.class, "batch")
            .addStatement("session.run(batch)")
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("close")
            .addModifiers(Modifier.PUBLIC)
            .addAnnotation(Override.class)
            .addJavadoc("Ends the session's threads, if it has more than the caller's.\n")
            .addStatement("session.close()")
            .build());
    owner.addType(type.build());
  }

  private MethodSpec open(boolean threads) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("session")
            .addModifiers(Modifier.PUBLIC)
            .returns(self)
            .addJavadoc(
                threads
                    ? "A session that shares its work among threads; close it.\n"
                    : "A session on the caller's thread.\n")
            .addParameter(int.class, "maxBatch");
    if (threads) {
      method.addParameter(int.class, "threads");
    }
    return method
        .addStatement("return new $T(model.session(maxBatch$L))", self, threads ? ", threads" : "")
        .build();
  }

  private static MethodSpec reserve() {
    return MethodSpec.methodBuilder("reserve")
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc(
            """
            Makes room for examples of so many steps. Examples then lie as many steps apart as
            there is room for, a multiple of 16; arrays that were asked for before are stale.
            """)
        .addParameter(int.class, "steps")
        .addStatement("session.reserve(steps)")
        .build();
  }

  private static MethodSpec lengths(BorderSpec border) {
    return MethodSpec.methodBuilder(JavaNames.variable(border.name()) + "Lengths")
        .addModifiers(Modifier.PUBLIC)
        .returns(int[].class)
        .addJavadoc(
            "The steps of each example, $L; filled before {@link #run}.\n",
            border.open() ? "as many as there is room for" : "1 to " + border.bound())
        .addStatement("return session.lengths($S)", border.name())
        .build();
  }

  private static MethodSpec array(Component c, String floats, String ints, String when) {
    return MethodSpec.methodBuilder(c.name())
        .addModifiers(Modifier.PUBLIC)
        .returns(c.floats() ? float[].class : int[].class)
        .addJavadoc("A row per example: $L; $L {@link #run}.\n", c.doc(), when)
        .addStatement("return session.$L($S)", c.floats() ? floats : ints, c.border().name())
        .build();
  }
}
