package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.schedule.Call;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.compiler.schedule.Part;
import dev.nnet.compiler.schedule.Place;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.compiler.schedule.TimeLoop;
import java.util.List;
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

  /** Of a part of a step: memory, batch, from, to, turn, share, shares. */
  static final String PART = "(L" + MEMORY + ";IIIIII)V";

  /** Of some of its calls: memory, batch, start, end, worker, t, share, shares, whose rows. */
  private static final String CALLED = "(L" + MEMORY + ";IIIIIIII)V";

  private static final String PROGRAM = "dev/nnet/runtime/Program";

  /** Arguments of the calls in a method, at most: some twenty bytes each. */
  private static final int ARGUMENTS = 250;

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
    List<Call> all = step.calls();
    boolean one = arguments(all) <= ARGUMENTS;
    for (int i = 0, end; i < all.size(); i = end) {
      TimeLoop loop = all.get(i).loop();
      end = i + 1;
      while (end < all.size() && all.get(end).loop() == loop) {
        end++;
      }
      List<Call> run = all.subList(i, end);
      List<Emitted> called = kernels.subList(i, end);
      looped(m, loop, () -> calls(m, name, run, called, one));
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
   * Emits a part of a step as a method that makes it alone, for one chunk; one of a loop's turns if
   * it is not the whole loop. What can be shared by workers uses the scratch of the first, but row
   * arrays of its own.
   */
  String alone(String name, Part part, boolean turn, List<Emitted> kernels) {
    String method = out.unique(name + "_alone");
    MethodVisitor m = out.begin(method, PART);
    m.visitCode();
    move(m, new int[][] {{6, 9}, {5, 8}, {4, 7}, {3, 6}, {2, 5}});
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 4);
    m.visitVarInsn(ILOAD, 8);
    m.visitVarInsn(ISTORE, 10);
    Label others = new Label();
    if (kernels.stream().anyMatch(k -> k.kernel().shared() == null)) {
      m.visitVarInsn(ILOAD, 8); // the first worker makes what cannot be shared
      m.visitJumpInsn(IFNE, others);
    }
    TimeLoop loop = part.loop();
    boolean one = arguments(part.calls()) <= ARGUMENTS;
    if (turn && loop != null && loop.reversed()) {
      steps(m, loop.extent());
      m.visitInsn(ICONST_1);
      m.visitInsn(ISUB);
      m.visitVarInsn(ILOAD, 7);
      m.visitInsn(ISUB);
      m.visitVarInsn(ISTORE, 7);
    }
    looped(m, turn ? null : loop, () -> calls(m, name, part.calls(), kernels, one));
    m.visitLabel(others);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
    return method;
  }

  private static void move(MethodVisitor m, int[][] slots) {
    for (int[] move : slots) {
      m.visitVarInsn(ILOAD, move[0]);
      m.visitVarInsn(ISTORE, move[1]);
    }
  }

  private static int arguments(List<Call> calls) {
    return calls.stream().mapToInt(c -> c.places().size() + 4).sum();
  }

  /** Calls for the running t, in methods of their own if they are too many for one. */
  private void calls(
      MethodVisitor m, String name, List<Call> calls, List<Emitted> kernels, boolean one) {
    if (one) {
      callsOnce(m, calls, kernels);
      return;
    }
    for (int i = 0, end; i < calls.size(); i = end) {
      end = i + 1;
      while (end < calls.size() && arguments(calls.subList(i, end + 1)) <= ARGUMENTS) {
        end++;
      }
      String method = out.unique(name + "_calls");
      calls(method, calls.subList(i, end), kernels.subList(i, end));
      m.visitVarInsn(ALOAD, 0);
      for (int slot : new int[] {1, 5, 6, 4, 7, 8, 9, 10}) {
        m.visitVarInsn(ILOAD, slot);
      }
      m.visitMethodInsn(INVOKESTATIC, owner, method, CALLED, false);
    }
  }

  private void calls(String method, List<Call> calls, List<Emitted> kernels) {
    MethodVisitor m = out.begin(method, CALLED);
    m.visitCode();
    move(m, new int[][] {{8, 10}, {7, 9}, {6, 8}, {5, 7}, {3, 6}, {2, 5}});
    callsOnce(m, calls, kernels);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** The body for each t of a loop; once for none. */
  private void looped(MethodVisitor m, TimeLoop loop, Runnable body) {
    if (loop == null) {
      body.run();
      return;
    }
    Label test = new Label();
    Label start = new Label();
    if (loop.reversed()) {
      steps(m, loop.extent());
      m.visitInsn(ICONST_1);
      m.visitInsn(ISUB);
    } else {
      m.visitInsn(ICONST_0);
    }
    m.visitVarInsn(ISTORE, 7);
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    body.run();
    m.visitIincInsn(7, loop.reversed() ? -1 : 1);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, 7);
    if (loop.reversed()) {
      m.visitJumpInsn(IFGE, start);
    } else {
      steps(m, loop.extent());
      m.visitJumpInsn(IF_ICMPLT, start);
    }
  }

  /**
   * Pushes how often a loop turns; once if there is none.
   *
   * @param memory its slot
   */
  void turns(MethodVisitor m, TimeLoop loop, int memory) {
    if (loop == null) {
      m.visitInsn(ICONST_1);
    } else {
      steps(m, loop.extent(), memory);
    }
  }

  private void steps(MethodVisitor m, Extent extent) {
    steps(m, extent, 0);
  }

  private void steps(MethodVisitor m, Extent extent, int memory) {
    if (extent instanceof Extent.Steps steps) {
      m.visitVarInsn(ALOAD, memory);
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

  /** Says that the worker makes all of what could be shared, and that t is 0 outside of loops. */
  private static void all(MethodVisitor m) {
    for (int slot = 7; slot < 10; slot++) {
      m.visitInsn(slot == 9 ? ICONST_1 : ICONST_0);
      m.visitVarInsn(ISTORE, slot);
    }
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
