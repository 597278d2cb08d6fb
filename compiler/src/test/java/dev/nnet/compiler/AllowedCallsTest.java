package dev.nnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Generated code calls arithmetic, vectors and a few named doors of the runtime: nothing else. */
class AllowedCallsTest {
  private static final Set<String> DOORS =
      Set.of(
          "java/lang/Math",
          "java/lang/Float.floatToRawIntBits",
          "java/lang/Float.intBitsToFloat",
          "java/lang/Integer.getInteger",
          "java/lang/Integer.intValue",
          "java/lang/IndexOutOfBoundsException.<init>",
          "dev/nnet/runtime/VectorSupport.first",
          "dev/nnet/runtime/Program.<init>",
          "dev/nnet/runtime/Program.cut",
          "dev/nnet/runtime/Memory.scratchBase",
          "dev/nnet/runtime/Memory.params",
          "dev/nnet/runtime/Memory.gradients",
          "dev/nnet/runtime/Memory.arena",
          "java/lang/System.arraycopy",
          "dev/nnet/runtime/Memory.rows",
          "dev/nnet/runtime/Memory.floats",
          "dev/nnet/runtime/Memory.ints");

  /** What the methods of a class call and read, outside itself. */
  private static Set<String> uses(byte[] classFile) {
    Set<String> uses = new TreeSet<>();
    ClassReader reader = new ClassReader(classFile);
    String self = reader.getClassName();
    MethodVisitor methods =
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitMethodInsn(
              int opcode, String owner, String name, String descriptor, boolean isInterface) {
            add(owner, name);
          }

          @Override
          public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            add(owner, name);
          }

          private void add(String owner, String name) {
            if (!owner.equals(self)) {
              uses.add(owner + "." + name);
            }
          }
        };
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return methods;
          }
        },
        ClassReader.SKIP_FRAMES);
    return uses;
  }

  @Test
  void programsKeepToThem() {
    CompiledNetwork compiled = TestNetworks.compile(TestNetworks.LENET5);
    for (Map.Entry<String, byte[]> type : compiled.classes().entrySet()) {
      if (type.getKey().contains("$")) {
        boolean vector = type.getKey().endsWith("Vector");
        assertThat(uses(type.getValue()))
            .as(type.getKey())
            .isNotEmpty()
            .allMatch(
                use ->
                    DOORS.contains(use)
                        || DOORS.contains(use.substring(0, use.indexOf('.')))
                        || (vector && use.startsWith("jdk/incubator/vector/")));
      }
    }
  }
}
