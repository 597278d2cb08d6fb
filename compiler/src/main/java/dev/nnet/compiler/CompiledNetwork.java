package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.facade.Facade;
import dev.nnet.compiler.pass.OneStep;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import dev.nnet.runtime.TrainSettings;
import dev.nnet.runtime.TrainSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as class files.
 *
 * @param className the binary name of the class to use: {@code com.acme.LeNet5Network}
 * @param classes class files by binary name
 * @param schedules by program: {@code inference}, {@code training}, ..
 */
public record CompiledNetwork(
    ElaboratedNetwork elaborated,
    ModelSpec spec,
    String className,
    Map<String, byte[]> classes,
    Map<String, Schedule> schedules) {

  /** The network, defined in a class loader of its own: unloaded when nothing refers to it. */
  public Network load() {
    try {
      Class<?> type = new ClassesLoader(classes).loadClass(className);
      return (Network) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the emitted class does not load", e);
    }
  }

  /**
   * Whether the classes of this network do for another one, because the two differ in nothing but
   * the settings of their runs. Then what the JVM has compiled need not be compiled again.
   */
  public boolean serves(CompiledNetwork other) {
    Map<String, byte[]> others = other.classes;
    return programs().equals(other.programs())
        && withoutSettings(spec).equals(withoutSettings(other.spec))
        && programs().stream().allMatch(c -> Arrays.equals(classes.get(c), others.get(c)));
  }

  private static ModelSpec withoutSettings(ModelSpec s) {
    TrainSettings none = TrainSettings.parse("train(optimizer=sgd(1))");
    List<TrainSpec> trainings = s.trainings().stream().map(t -> t.with(none)).toList();
    return new ModelSpec(
        s.network(),
        s.source(),
        s.parameters(),
        s.parameterFloats(),
        s.borders(),
        s.preprocessing(),
        s.numbers(),
        trainings);
  }

  /** The classes that do not hold the spec. */
  private Set<String> programs() {
    Set<String> programs = new HashSet<>(classes.keySet());
    programs.remove(className);
    return programs;
  }

  /** The text of the typed Java class: {@code LeNet5.java}. */
  public String facade() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String doc = elaborated.doc();
    boolean sequence = spec.lengths().length > 0;
    String obstacle = OneStep.obstacle(elaborated.graph());
    if (sequence && obstacle != null) {
      doc += "\n\n<p>There is no {@code stream()}: " + obstacle + ".";
    }
    return Facade.write(spec, elaborated.javaPackage(), simple, doc);
  }

  /** Where the facade belongs, relative to a source folder: {@code com/acme/LeNet5.java}. */
  public String facadePath() {
    String javaPackage = elaborated.javaPackage().replace('.', '/');
    return (javaPackage.isEmpty() ? "" : javaPackage + "/") + spec.network() + ".java";
  }
}
