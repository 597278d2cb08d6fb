package dev.nnet.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** The static methods of a class that is written. */
interface Methods {
  /** This name, or one like it that is free. */
  String unique(String name);

  /** Begins a method. */
  MethodVisitor begin(String name, String descriptor);

  /** The names of methods that are shared, by what they do. */
  Map<String, String> shared();

  /**
   * The name of a shared method, which is made when it is first asked for.
   *
   * @param key what it does
   */
  default String once(String key, String name, Consumer<String> make) {
    String known = shared().get(key);
    if (known == null) {
      known = unique(name);
      shared().put(key, known);
      make.accept(known);
    }
    return known;
  }

  /** Writes nothing, but measures. */
  final class Sizes implements Methods {
    private final List<CodeSizeEvaluator> begun = new ArrayList<>();
    private final Map<String, String> shared = new HashMap<>();

    @Override
    public String unique(String name) {
      return name;
    }

    @Override
    public MethodVisitor begin(String name, String descriptor) {
      CodeSizeEvaluator method = new CodeSizeEvaluator(null);
      begun.add(method);
      return method;
    }

    @Override
    public Map<String, String> shared() {
      return shared;
    }

    /** Whether C2 takes them all. */
    boolean fit() {
      return begun.stream().allMatch(m -> m.getMaxSize() <= ClassChecker.LONGEST);
    }
  }
}
