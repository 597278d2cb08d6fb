package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.facade.Facade;
import dev.nnet.compiler.pass.OneStep;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.runtime.ModelSpec;
import dev.nnet.runtime.Network;
import java.util.Map;

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
