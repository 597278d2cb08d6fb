package dev.nnet.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** The static methods of a class that is written. */
interface Methods {
  /** This name, or one like it that is free. */
  String unique(String name);

  /** Begins a method. */
  MethodVisitor begin(String name, String descriptor);

  /** Writes nothing, but measures. */
  final class Sizes implements Methods {
    private final List<CodeSizeEvaluator> begun = new ArrayList<>();

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

    /** Whether C2 takes them all. */
    boolean fit() {
      return begun.stream().allMatch(m -> m.getMaxSize() <= ClassChecker.LONGEST);
    }
  }
}
