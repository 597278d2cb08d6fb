package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.schedule.Call;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.compiler.schedule.Place;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.compiler.schedule.TimeLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Emits a step as a method that calls its kernels, chunk by chunk, with the places of their
 * arguments; a loop over the steps of a sequence goes around its calls.
 *
 * <pre>
 * for start in from .. to step chunk:
 *     linear(..)
 *     for t in 0 .. 28: linear(.., t); tanh(.., t)
 * </pre>
 */
final class StepEmitter implements Opcodes {
  static final String MEMORY = "dev/nnet/runtime/Memory";
  static final String DESCRIPTOR = "(L" + MEMORY + ";IIII)V";

  /** Of a part of a step: memory, batch, from, to, share, shares. */
  static final String PART = "(L" + MEMORY + ";IIIII)V";

  private static final String PROGRAM = "dev/nnet/runtime/Program";

  /** Calls in a method: what C2 compiles has at most 8,000 bytes. */
  private static final int CALLS = 64;

  /** A kernel and the method it has become. */
  record Emitted(String method, Kernel kernel) {}

  private final String owner;
  private final Methods out;
  private final MemoryPlan memory;
  private final List<String> sequences;
  private int chunk;

  StepEmitter(String owner, Methods out, Schedule schedule) {
    this.owner = owner;
    this.out = out;
    this.memory = schedule.memory();
    this.sequences = schedule.sequences();
  }

  private static ScalarCode code(MethodVisitor m) {
    return new ScalarCode(m, new ScalarCode.Locals()) {
      @Override
      void pushCapacity() {
        m.visitVarInsn(ALOAD, 0);
        m.visitFieldInsn(GETFIELD, MEMORY, "capacity", "I");
      }
    };
  }

  /**
   * The method of a step. Slots: 0 memory, 1 batch, 2 from, 3 to, 4 worker, 5 start, 6 end, 7 t, 8
   * share, 9 shares, 10 whose row arrays.
   *
   * @param kernels those of its calls
   */
  void emit(String name, Step step, List<Emitted> kernels) {
    chunk = step.chunk();
    MethodVisitor m = out.begin(name, DESCRIPTOR);
    m.visitCode();
    Label line = new Label();
    m.visitLabel(line);
    m.visitLineNumber(step.span().line(), line);
    all(m);
    boolean chunks = step.extent().equals(Extent.BATCH);
    Label test = new Label();
    Label start = new Label();
    m.visitVarInsn(ILOAD, 2);
    m.visitVarInsn(ISTORE, 5);
    if (chunks) {
      m.visitJumpInsn(GOTO, test);
      m.visitLabel(start);
      m.visitVarInsn(ILOAD, 5);
      code(m).push(step.chunk());
      m.visitInsn(IADD);
      m.visitVarInsn(ILOAD, 3);
      m.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
    } else {
      m.visitVarInsn(ILOAD, 3);
    }
    m.visitVarInsn(ISTORE, 6);
    List<Call> calls = step.calls();
    boolean parts = calls.size() > CALLS;
    for (int i = 0, end; i < calls.size(); i = end) {
      TimeLoop loop = calls.get(i).loop();
      end = i + 1;
      while (end < calls.size()
          && calls.get(end).loop() == loop
          && (loop != null || end - i < CALLS)) {
        end++;
      }
      List<Call> run = calls.subList(i, end);
      if (parts) {
        String part = out.unique(name + "_part");
        part(part, run, kernels.subList(i, end));
        m.visitVarInsn(ALOAD, 0);
        for (int slot : new int[] {1, 5, 6, 4}) {
          m.visitVarInsn(ILOAD, slot);
        }
        m.visitMethodInsn(INVOKESTATIC, owner, part, DESCRIPTOR, false);
      } else {
        calls(m, run, kernels.subList(i, end));
      }
    }
    if (chunks) {
      m.visitVarInsn(ILOAD, 6);
      m.visitVarInsn(ISTORE, 5);
      m.visitLabel(test);
      m.visitVarInsn(ILOAD, 5);
      m.visitVarInsn(ILOAD, 3);
      m.visitJumpInsn(IF_ICMPLT, start);
    }
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /**
   * Emits each call of a step, or loop of calls, as a method that makes it alone, for one chunk.
   *
   * <p>A part of one call can be shared by workers; it uses the scratch of the first, but row
   * arrays of its own.
   *
   * @return the first call of each by the method's name, in order
   */
  Map<String, Call> parts(String name, Step step, List<Emitted> kernels) {
    Map<String, Call> parts = new LinkedHashMap<>();
    List<Call> calls = step.calls();
    for (int i = 0, end; i < calls.size(); i = end) {
      TimeLoop loop = calls.get(i).loop();
      end = i + 1;
      while (loop != null && end < calls.size() && calls.get(end).loop() == loop) {
        end++;
      }
      String part = out.unique(name + "_alone");
      alone(part, calls.subList(i, end), kernels.subList(i, end));
      parts.put(part, calls.get(i));
    }
    return parts;
  }

  /** Some calls of a step for one chunk, of which a worker makes its share. */
  private void alone(String name, List<Call> calls, List<Emitted> kernels) {
    MethodVisitor m = out.begin(name, PART);
    m.visitCode();
    int[][] moves = {{5, 9}, {4, 8}, {3, 6}, {2, 5}};
    for (int[] move : moves) {
      m.visitVarInsn(ILOAD, move[0]);
      m.visitVarInsn(ISTORE, move[1]);
    }
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 4);
    m.visitVarInsn(ILOAD, 8);
    m.visitVarInsn(ISTORE, 10);
    Label others = new Label();
    if (kernels.get(0).kernel().shared() == null) {
      m.visitVarInsn(ILOAD, 8); // the first worker makes what cannot be shared
      m.visitJumpInsn(IFNE, others);
    }
    calls(m, calls, kernels);
    m.visitLabel(others);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** A part of a long step: some of its calls, for one chunk. */
  private void part(String name, List<Call> calls, List<Emitted> kernels) {
    MethodVisitor m = out.begin(name, DESCRIPTOR);
    m.visitCode();
    all(m);
    for (int slot : new int[] {2, 3}) {
      m.visitVarInsn(ILOAD, slot);
      m.visitVarInsn(ISTORE, slot + 3);
    }
    calls(m, calls, kernels);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** Calls of the same loop, or of none. */
  private void calls(MethodVisitor m, List<Call> calls, List<Emitted> kernels) {
    TimeLoop loop = calls.get(0).loop();
    if (loop == null) {
      callsOnce(m, calls, kernels);
      return;
    }
    Label test = new Label();
    Label body = new Label();
    if (loop.reversed()) {
      steps(m, loop.extent());
      m.visitInsn(ICONST_1);
      m.visitInsn(ISUB);
    } else {
      m.visitInsn(ICONST_0);
    }
    m.visitVarInsn(ISTORE, 7);
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(body);
    callsOnce(m, calls, kernels);
    m.visitIincInsn(7, loop.reversed() ? -1 : 1);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, 7);
    if (loop.reversed()) {
      m.visitJumpInsn(IFGE, body);
    } else {
      steps(m, loop.extent());
      m.visitJumpInsn(IF_ICMPLT, body);
    }
  }

  private void steps(MethodVisitor m, Extent extent) {
    if (extent instanceof Extent.Steps steps) {
      m.visitVarInsn(ALOAD, 0);
      m.visitFieldInsn(GETFIELD, MEMORY, "steps", "[I");
      code(m).push(sequences.indexOf(steps.sequence()));
      m.visitInsn(IALOAD);
    } else {
      code(m).push(extent.most());
    }
  }

  private void callsOnce(MethodVisitor m, List<Call> calls, List<Emitted> kernels) {
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Label here = new Label();
      m.visitLabel(here);
      m.visitLineNumber(call.kernel().span().line(), here);
      call.places().forEach(p -> push(m, p));
      m.visitVarInsn(ILOAD, 1);
      m.visitVarInsn(ILOAD, 5);
      m.visitVarInsn(ILOAD, 6);
      part(m, kernels.get(i).kernel());
      if (call.kernel().numbers().contains(Kernel.RUN)) {
        m.visitVarInsn(ALOAD, 0);
        m.visitFieldInsn(GETFIELD, MEMORY, "run", "I");
      } else if (call.loop() != null) {
        m.visitVarInsn(ILOAD, 7);
      }
      Kernel kernel = kernels.get(i).kernel();
      kernel.sequences().forEach(s -> steps(m, s));
      if (kernel.open()) {
        code(m).pushCapacity();
      }
      rows(m, kernel);
      String descriptor = Arguments.descriptor(kernel);
      m.visitMethodInsn(INVOKESTATIC, owner, kernels.get(i).method(), descriptor, false);
    }
  }

  /** Says that the worker makes all of what could be shared. */
  private static void all(MethodVisitor m) {
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 8);
    m.visitInsn(ICONST_1);
    m.visitVarInsn(ISTORE, 9);
    m.visitVarInsn(ILOAD, 4);
    m.visitVarInsn(ISTORE, 10);
  }

  /** The part of a kernel's shared loop. */
  private void part(MethodVisitor m, Kernel kernel) {
    Stmt.Loop loop = kernel.shared();
    if (loop == null) {
      return;
    }
    for (int end = 0; end < 2; end++) {
      code(m).push(loop.extent().most());
      code(m).push(loop.factor());
      m.visitVarInsn(ILOAD, 8);
      code(m).push(end);
      m.visitInsn(IADD);
      m.visitVarInsn(ILOAD, 9);
      m.visitMethodInsn(INVOKESTATIC, PROGRAM, "cut", "(IIII)I", false);
    }
  }

  /**
   * The worker's row arrays, and where those of each buffer begin: at 0 for the first unit of the
   * running chunk.
   */
  private void rows(MethodVisitor m, Kernel kernel) {
    long first = 0;
    for (Buffer b : kernel.rows()) {
      m.visitVarInsn(ALOAD, 0);
      m.visitFieldInsn(GETFIELD, MEMORY, "rows", "[[[F");
      m.visitVarInsn(ILOAD, 10);
      m.visitInsn(AALOAD);
      code(m).push(first);
      if (b.rows().eachUnit()) {
        m.visitVarInsn(ILOAD, 5);
        code(m).push(b.rows().count());
        m.visitInsn(IMUL);
        m.visitInsn(ISUB);
      }
      first += b.rows().in(chunk);
    }
  }

  private static void array(MethodVisitor m, String field) {
    m.visitVarInsn(ALOAD, 0);
    m.visitFieldInsn(GETFIELD, MEMORY, field, "[F");
  }

  private static void border(MethodVisitor m, String field, String descriptor, int index) {
    m.visitVarInsn(ALOAD, 0);
    m.visitFieldInsn(GETFIELD, MEMORY, field, descriptor);
    code(m).push(index);
    m.visitInsn(AALOAD);
    m.visitInsn(ICONST_0);
  }

  private void push(MethodVisitor m, Place place) {
    ScalarCode code = code(m);
    if (place instanceof Place.Parameters p) {
      array(m, "params");
      code.push(p.offset());
    } else if (place instanceof Place.Prepared p) {
      array(m, "prepared");
      code.push(p.offset());
    } else if (place instanceof Place.Gradients g) {
      array(m, "gradients");
      code.push(g.offset());
    } else if (place instanceof Place.FloatBorder f) {
      border(m, "floats", "[[F", f.border());
    } else if (place instanceof Place.IntBorder i) {
      border(m, "ints", "[[I", i.border());
    } else if (place instanceof Place.Fixed f) {
      array(m, "arena");
      code.push(f.offset());
    } else if (place instanceof Place.Batched b) {
      array(m, "arena");
      code.push(b.offset());
      m.visitVarInsn(ILOAD, 1);
      m.visitInsn(IMUL);
      code.push(memory.fixedFloats());
      m.visitInsn(IADD);
    } else if (place instanceof Place.Scratch s) {
      array(m, "arena");
      m.visitVarInsn(ALOAD, 0);
      m.visitVarInsn(ILOAD, 4);
      m.visitMethodInsn(INVOKEVIRTUAL, MEMORY, "scratchBase", "(I)I", false);
      code.push(s.offset());
      m.visitInsn(IADD);
      m.visitVarInsn(ILOAD, 5);
      code.push(s.stride());
      m.visitInsn(IMUL);
      m.visitInsn(ISUB);
    }
  }
}
