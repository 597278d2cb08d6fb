package dev.nnet.compiler.emit;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The vector width of a class, chosen when it is loaded: that of the machine, or what {@code
 * nnet.vector.bits} says.
 */
final class Species implements Opcodes {
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
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }
}
