package dev.nnet.compiler.emit;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Checks what every emitted class must keep. */
final class ClassChecker {
  /** HotSpot does not compile longer methods (HugeMethodLimit). */
  static final int LONGEST = 8_000;

  private ClassChecker() {}

  /**
   * The class itself, if it is sound.
   *
   * @throws IllegalStateException if a method is too long to be compiled: a bug of the compiler
   */
  static byte[] check(byte[] bytes) {
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] throwing) {
                return new CodeSizeEvaluator(null) {
                  @Override
                  public void visitEnd() {
                    if (getMaxSize() > LONGEST) {
                      throw new IllegalStateException(
                          name + " has " + getMaxSize() + " bytes, at most " + LONGEST);
                    }
                  }
                };
              }
            },
            0);
    return bytes;
  }
}
