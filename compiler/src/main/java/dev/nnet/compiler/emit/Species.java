package dev.nnet.compiler.emit;

import dev.nnet.runtime.VectorSupport;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The vector width of a class, chosen when it is loaded: that of the machine, or what {@code
 * nnet.vector.bits} says.
 */
final class Species implements Opcodes {
  /** Turns after which the JVM has compiled what they call with counters, and used it. */
  private static final int TURNS = 2000;

  private Species() {}

  /**
   * Adds the fields and their initialiser.
   *
   * @param owner the internal name of the class
   */
  static void emit(ClassWriter w, String owner) {
    String species = "L" + VectorCode.SPECIES + ";";
    w.visitField(ACC_STATIC | ACC_FINAL, "SPECIES", species, null, null).visitEnd();
    w.visitField(ACC_STATIC | ACC_FINAL, "LANES", "I", null, null).visitEnd();
    MethodVisitor m = w.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
    m.visitCode();
    Label preferred = new Label();
    Label done = new Label();
    // 16 lanes at most: layouts are padded for no more
    m.visitLdcInsn("nnet.vector.bits");
    m.visitInsn(ICONST_0);
    m.visitMethodInsn(
        INVOKESTATIC,
        "java/lang/Integer",
        "getInteger",
        "(Ljava/lang/String;I)Ljava/lang/Integer;",
        false);
    m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Integer", "intValue", "()I", false);
    m.visitVarInsn(ISTORE, 0);
    for (int bits : new int[] {128, 256, 512}) {
      Label next = new Label();
      m.visitVarInsn(ILOAD, 0);
      m.visitIntInsn(SIPUSH, bits);
      m.visitJumpInsn(IF_ICMPNE, next);
      m.visitFieldInsn(GETSTATIC, VectorCode.VECTOR, "SPECIES_" + bits, species);
      m.visitJumpInsn(GOTO, done);
      m.visitLabel(next);
    }
    m.visitFieldInsn(GETSTATIC, VectorCode.VECTOR, "SPECIES_PREFERRED", species);
    m.visitMethodInsn(INVOKEINTERFACE, VectorCode.SPECIES, "length", "()I", true);
    m.visitIntInsn(BIPUSH, 16);
    m.visitJumpInsn(IF_ICMPLE, preferred);
    m.visitFieldInsn(GETSTATIC, VectorCode.VECTOR, "SPECIES_512", species);
    m.visitJumpInsn(GOTO, done);
    m.visitLabel(preferred);
    m.visitFieldInsn(GETSTATIC, VectorCode.VECTOR, "SPECIES_PREFERRED", species);
    m.visitLabel(done);
    m.visitFieldInsn(PUTSTATIC, owner, "SPECIES", species);
    m.visitFieldInsn(GETSTATIC, owner, "SPECIES", species);
    m.visitMethodInsn(INVOKEINTERFACE, VectorCode.SPECIES, "length", "()I", true);
    m.visitFieldInsn(PUTSTATIC, owner, "LANES", "I");
    Label end = new Label();
    String support = Type.getInternalName(VectorSupport.class);
    m.visitMethodInsn(INVOKESTATIC, support, "first", "()Z", false);
    m.visitJumpInsn(IFEQ, end);
    m.visitMethodInsn(INVOKESTATIC, owner, "showKinds", "()V", false);
    m.visitLabel(end);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
    showKinds(w, owner);
  }

  /**
   * Adds a method that calls operations of all kinds in turn, to be run once in a JVM.
   *
   * <p>All of them pass one method of the vector module that casts the operation's kind. Where C2
   * compiles it while it has only seen one kind, the next kind is a trap, four times for ever; each
   * place it is inlined at counts these four again, and from 25 places in a kernel on C2 gives up
   * guards and leaves vectors boxed: ten times slower.
   */
  private static void showKinds(ClassWriter w, String owner) {
    MethodVisitor m = w.visitMethod(ACC_PRIVATE | ACC_STATIC, "showKinds", "()V", null, null);
    m.visitCode();
    String vector = "L" + VectorCode.VECTOR + ";";
    String any = "L" + VectorCode.PACKAGE + "Vector;";
    m.visitFieldInsn(GETSTATIC, owner, "SPECIES", "L" + VectorCode.SPECIES + ";");
    m.visitInsn(FCONST_1);
    String broadcast = "(L" + VectorCode.SPECIES + ";F)" + vector;
    m.visitMethodInsn(INVOKESTATIC, VectorCode.VECTOR, "broadcast", broadcast, false);
    m.visitVarInsn(ASTORE, 1);
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 0);
    Label turn = new Label();
    m.visitLabel(turn);
    m.visitVarInsn(ALOAD, 1);
    m.visitVarInsn(ALOAD, 1);
    m.visitInsn(DUP);
    m.visitMethodInsn(
        INVOKEVIRTUAL, VectorCode.VECTOR, "fma", "(" + any + any + ")" + vector, false);
    m.visitVarInsn(ALOAD, 1);
    m.visitMethodInsn(INVOKEVIRTUAL, VectorCode.VECTOR, "mul", "(" + any + ")" + vector, false);
    m.visitMethodInsn(INVOKEVIRTUAL, VectorCode.VECTOR, "sqrt", "()" + vector, false);
    m.visitInsn(POP);
    m.visitIincInsn(0, 1);
    m.visitVarInsn(ILOAD, 0);
    m.visitIntInsn(SIPUSH, TURNS);
    m.visitJumpInsn(IF_ICMPLT, turn);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }
}
