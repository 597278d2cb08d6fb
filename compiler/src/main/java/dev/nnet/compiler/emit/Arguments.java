package dev.nnet.compiler.emit;

import dev.nnet.compiler.emit.ScalarCode.Base;
import dev.nnet.compiler.emit.ScalarCode.Locals;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Kernel;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the methods of a kernel get: an array and a place in it for each buffer, the batch, numbers,
 * and the worker's row arrays.
 *
 * <pre>
 * conv2d_1(float[] x, int x0, .., int batch, int from, int to, .., float[][] rows, int first, ..)
 * </pre>
 */
final class Arguments implements Opcodes {
  private final Kernel kernel;
  private final Locals locals;

  Arguments(Kernel kernel, Locals locals) {
    this.kernel = kernel;
    this.locals = locals;
  }

  /** The descriptor of a kernel's method. */
  static String descriptor(Kernel kernel) {
    int numbers = Bounds.numbers(kernel).size();
    return descriptor(kernel, Bounds.descriptor(kernel) + "I".repeat(numbers));
  }

  /** The descriptor of the inside of a tile, which also gets so many variables. */
  String tile(int turning) {
    return descriptor(kernel, "I".repeat(turning));
  }

  private static String descriptor(Kernel kernel, String numbers) {
    StringBuilder text = new StringBuilder("(");
    for (Buffer b : kernel.buffers()) {
      text.append(b.element() == Buffer.Element.I32 ? "[II" : "[FI");
    }
    text.append('I').append(numbers);
    return text.append("[[FI".repeat(kernel.rows().size())).append(")V").toString();
  }

  /** Gives slots to what comes first. */
  void begin() {
    kernel.buffers().forEach(this::slots);
    locals.fresh(ScalarCode.BATCH);
  }

  /** Gives slots to what comes last. */
  void end() {
    kernel.rows().forEach(this::slots);
  }

  private void slots(Buffer buffer) {
    locals.fresh(buffer);
    locals.fresh(new Base(buffer));
  }

  /** Puts all on the stack for the inside of a tile. */
  void pass(MethodVisitor m, List<Object> turning) {
    kernel.buffers().forEach(b -> pass(m, b));
    m.visitVarInsn(ILOAD, locals.of(ScalarCode.BATCH));
    turning.forEach(v -> m.visitVarInsn(ILOAD, locals.of(v)));
    kernel.rows().forEach(b -> pass(m, b));
  }

  private void pass(MethodVisitor m, Buffer buffer) {
    m.visitVarInsn(ALOAD, locals.of(buffer));
    m.visitVarInsn(ILOAD, locals.of(new Base(buffer)));
  }
}
