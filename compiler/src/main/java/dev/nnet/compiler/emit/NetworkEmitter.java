package dev.nnet.compiler.emit;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Emits the subclass of {@code dev.nnet.runtime.Network} of a network: its description, and where
 * its programs are. Programs are loaded when they are first asked for.
 */
public final class NetworkEmitter implements Opcodes {
  private static final String PROGRAM = "dev/nnet/runtime/Program";

  private NetworkEmitter() {}

  /**
   * The class file.
   *
   * @param programs for each kind (inference, training, evaluation) and section the internal name
   *     of the plain class; inference has the section ""
   */
  public static byte[] emit(
      String owner, String sourceFile, String spec, Map<String, Map<String, String>> programs) {
    ClassWriter w = new ProgramEmitter.FlatClassWriter();
    w.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, owner, null, "dev/nnet/runtime/Network", null);
    w.visitSource(sourceFile, null);
    MethodVisitor init = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitCode();
    init.visitVarInsn(ALOAD, 0);
    init.visitMethodInsn(INVOKESPECIAL, "dev/nnet/runtime/Network", "<init>", "()V", false);
    init.visitInsn(RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
    MethodVisitor text = w.visitMethod(ACC_PUBLIC, "specText", "()Ljava/lang/String;", null, null);
    text.visitCode();
    text.visitLdcInsn(spec);
    text.visitInsn(ARETURN);
    text.visitMaxs(0, 0);
    text.visitEnd();
    for (String kind : List.of("inference", "stream")) {
      if (programs.containsKey(kind)) {
        MethodVisitor m = w.visitMethod(ACC_PUBLIC, kind, "(Z)L" + PROGRAM + ";", null, null);
        m.visitCode();
        create(m, programs.get(kind).get(""), 1);
        m.visitMaxs(0, 0);
        m.visitEnd();
      }
    }
    for (String kind : List.of("training", "evaluation")) {
      sections(w, owner, kind, programs.getOrDefault(kind, Map.of()));
    }
    w.visitEnd();
    return ClassChecker.check(w.toByteArray());
  }

  private static void sections(
      ClassWriter w, String owner, String kind, Map<String, String> programs) {
    String descriptor = "(Ljava/lang/String;Z)L" + PROGRAM + ";";
    MethodVisitor m = w.visitMethod(ACC_PUBLIC, kind, descriptor, null, null);
    m.visitCode();
    programs.forEach(
        (section, program) -> {
          Label next = new Label();
          m.visitLdcInsn(section);
          m.visitVarInsn(ALOAD, 1);
          m.visitMethodInsn(
              INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
          m.visitJumpInsn(IFEQ, next);
          create(m, program, 2);
          m.visitLabel(next);
        });
    m.visitTypeInsn(NEW, "java/lang/IllegalArgumentException");
    m.visitInsn(DUP);
    m.visitLdcInsn(owner.substring(owner.lastIndexOf('/') + 1) + " has no train section '");
    m.visitVarInsn(ALOAD, 1);
    m.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
    m.visitLdcInsn("'");
    m.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
    m.visitMethodInsn(
        INVOKESPECIAL,
        "java/lang/IllegalArgumentException",
        "<init>",
        "(Ljava/lang/String;)V",
        false);
    m.visitInsn(ATHROW);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** Returns a new program of the emission that the boolean in {@code slot} asks for. */
  private static void create(MethodVisitor m, String program, int slot) {
    Label plain = new Label();
    m.visitVarInsn(ILOAD, slot);
    m.visitJumpInsn(IFEQ, plain);
    created(m, program + Emission.VECTOR.suffix());
    m.visitLabel(plain);
    created(m, program);
  }

  private static void created(MethodVisitor m, String type) {
    m.visitTypeInsn(NEW, type);
    m.visitInsn(DUP);
    m.visitMethodInsn(INVOKESPECIAL, type, "<init>", "()V", false);
    // a class that returns another's type makes the verifier load it: all programs, for one answer
    m.visitTypeInsn(CHECKCAST, PROGRAM);
    m.visitInsn(ARETURN);
  }
}
