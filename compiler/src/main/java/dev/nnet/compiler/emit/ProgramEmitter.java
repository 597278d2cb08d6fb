package dev.nnet.compiler.emit;

import dev.nnet.compiler.emit.StepEmitter.Emitted;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.KernelPrinter;
import dev.nnet.compiler.schedule.Call;
import dev.nnet.compiler.schedule.MemoryPlan;
import dev.nnet.compiler.schedule.Part;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Step;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits a program as a subclass of {@code dev.nnet.runtime.Program}: one private method for each
 * kernel and one for each step, named after their layers.
 *
 * <pre>
 * run(step, memory, batch, from, to, worker)  switch: conv2d_1_tanh(memory, batch, from, to, worker) ..
 * conv2d_1_tanh(..)                           for each chunk: conv2d_1(..); tanh_1(..);
 * conv2d_1(float[], int, .., batch, from, to) the loops
 * </pre>
 *
 * Structurally equal kernels are emitted once.
 */
public final class ProgramEmitter implements Methods, Opcodes {

  /** Steps for each switch: what C2 compiles has at most 8,000 bytes. */
  private static final int CASES = 200;

  private static final String RUN = "(IL" + StepEmitter.MEMORY + ";IIII)V";
  private static final String PART = "(IL" + StepEmitter.MEMORY + ";IIIIII)V";

  private final String owner;
  private final Emission emission;
  private final Schedule schedule;

  /** Whether parts of steps can be run alone: what trains is watched, and answers come plain. */
  private final boolean watched;

  /** Whether workers can share an example by parts of steps. */
  private final boolean shared;

  private final ClassWriter w = new FlatClassWriter();
  private final Map<String, Emitted> kernels = new HashMap<>();
  private final Map<String, String> rowLoops = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private ProgramEmitter(String owner, Emission emission, Schedule schedule) {
    this.owner = owner;
    this.emission = emission;
    this.schedule = emission.of(schedule);
    this.watched = emission == Emission.PLAIN && schedule.trains();
    this.shared = !schedule.trains() && this.schedule.steps().stream().anyMatch(Step::divisible);
  }

  /** Frames are computed from the few types that generated code joins: none of them differ. */
  static final class FlatClassWriter extends ClassWriter {
    FlatClassWriter() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String a, String b) {
      return "java/lang/Object";
    }
  }

  /**
   * The class file.
   *
   * @param owner the internal name of the class, with the emission's suffix
   * @param sourceFile the {@code .nnet} file's own name
   */
  public static byte[] emit(String owner, String sourceFile, Schedule schedule, Emission emission) {
    ProgramEmitter emitter = new ProgramEmitter(owner, emission, schedule);
    emitter.w.visit(
        V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, owner, null, "dev/nnet/runtime/Program", null);
    emitter.w.visitSource(sourceFile, null);
    if (emission == Emission.VECTOR) {
      Species.emit(emitter.w, owner);
    }
    emitter.constructor();
    emitter.sizes();
    emitter.perStep("grain", "(I)I", Step::grain);
    emitter.extents();
    emitter.names();
    emitter.steps();
    emitter.w.visitEnd();
    return ClassChecker.check(emitter.w.toByteArray());
  }

  private void constructor() {
    MethodVisitor m = w.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    m.visitCode();
    m.visitVarInsn(ALOAD, 0);
    m.visitMethodInsn(INVOKESPECIAL, "dev/nnet/runtime/Program", "<init>", "()V", false);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private void sizes() {
    MemoryPlan memory = schedule.memory();
    constant("prologue", schedule.prologue());
    constant("preparedFloats", schedule.preparedFloats());
    constant("steps", schedule.steps().size());
    size("fixedFloats", memory.fixedFloats());
    size("floatsPerExample", memory.floatsPerExample());
    size("scratchFloats", memory.scratchFloats());
    constant("rows", rows(Buffer.Rows::in, Long::sum));
    constant("rowLength", rows((rows, units) -> rows.length(), Math::max));
  }

  /** The most that a kernel needs of its rows. */
  private long rows(BiFunction<Buffer.Rows, Long, Long> of, BinaryOperator<Long> joined) {
    long most = 0;
    for (Step step : schedule.steps()) {
      for (Call call : step.calls()) {
        long units = step.chunk();
        Stream<Buffer> rows = call.kernel().rows().stream();
        most = Math.max(most, rows.map(b -> of.apply(b.rows(), units)).reduce(0L, joined));
      }
    }
    return most;
  }

  private void constant(String name, long value) {
    MethodVisitor m = w.visitMethod(ACC_PUBLIC, name, "()I", null, null);
    m.visitCode();
    code(m).push(value);
    m.visitInsn(IRETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** A size in memory, whose capacity is the method's argument. */
  private void size(String name, long value) {
    MethodVisitor m = w.visitMethod(ACC_PUBLIC, name, "(I)I", null, null);
    ScalarCode.Locals locals = new ScalarCode.Locals();
    locals.fresh(name); // this
    locals.fresh(ScalarCode.CAPACITY);
    m.visitCode();
    new ScalarCode(m, locals).push(value);
    m.visitInsn(IRETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private static ScalarCode code(MethodVisitor m) {
    return new ScalarCode(m, new ScalarCode.Locals());
  }

  private void perStep(String name, String descriptor, ToIntFunction<Step> value) {
    bySwitch(
        name,
        descriptor,
        schedule.steps(),
        (m, step) -> {
          code(m).push(value.applyAsInt(step));
          m.visitInsn(IRETURN);
        });
  }

  private void extents() {
    bySwitch(
        "extent",
        "(II)I",
        schedule.steps(),
        (m, step) -> {
          if (step.extent() instanceof Extent.Fixed f) {
            code(m).push(f.size());
          } else {
            m.visitVarInsn(ILOAD, 2);
          }
          m.visitInsn(IRETURN);
        });
  }

  /** A method whose argument 1 counts items; long ones are cut, so that C2 takes each part. */
  private <T> void bySwitch(
      String name, String descriptor, List<T> items, BiConsumer<MethodVisitor, T> body) {
    int count = items.size();
    MethodVisitor m = w.visitMethod(ACC_PUBLIC, name, descriptor, null, null);
    if (count <= CASES) {
      bySwitch(m, items, 0, count, body);
      return;
    }
    m.visitCode();
    for (int from = 0; from < count; from += CASES) {
      int to = Math.min(count, from + CASES);
      String part = name + "_" + from;
      bySwitch(w.visitMethod(ACC_PRIVATE, part, descriptor, null, null), items, from, to, body);
      Label next = new Label();
      m.visitVarInsn(ILOAD, 1);
      code(m).push(to);
      m.visitJumpInsn(IF_ICMPGE, next);
      m.visitVarInsn(ALOAD, 0);
      int slot = 1;
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        m.visitVarInsn(argument.getOpcode(ILOAD), slot++);
      }
      m.visitMethodInsn(INVOKESPECIAL, owner, part, descriptor, false);
      m.visitInsn(Type.getReturnType(descriptor).getOpcode(IRETURN));
      m.visitLabel(next);
    }
    noStep(m);
  }

  private static <T> void bySwitch(
      MethodVisitor m, List<T> items, int from, int to, BiConsumer<MethodVisitor, T> body) {
    m.visitCode();
    List<Label> labels = new ArrayList<>();
    for (int i = from; i < to; i++) {
      labels.add(new Label());
    }
    Label none = new Label();
    m.visitVarInsn(ILOAD, 1);
    m.visitTableSwitchInsn(from, to - 1, none, labels.toArray(Label[]::new));
    for (int i = from; i < to; i++) {
      m.visitLabel(labels.get(i - from));
      body.accept(m, items.get(i));
    }
    m.visitLabel(none);
    noStep(m);
  }

  private static void noStep(MethodVisitor m) {
    m.visitTypeInsn(NEW, "java/lang/IndexOutOfBoundsException");
    m.visitInsn(DUP);
    m.visitVarInsn(ILOAD, 1);
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/IndexOutOfBoundsException", "<init>", "(I)V", false);
    m.visitInsn(ATHROW);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private void steps() {
    StepEmitter emitter = new StepEmitter(owner, this, schedule);
    List<String> methods = new ArrayList<>();
    List<Alone> parts = new ArrayList<>();
    for (Step step : schedule.steps()) {
      String name = unique("step_" + step.name());
      List<Emitted> called = new ArrayList<>();
      step.calls().forEach(c -> called.add(kernel(c.kernel())));
      emitter.emit(name, step, called);
      int first = 0;
      for (Part part : watched ? Part.loops(step) : shared ? Part.of(step) : List.<Part>of()) {
        List<Emitted> own = called.subList(first, first + part.calls().size());
        String method = emitter.alone(name, part, shared, own);
        parts.add(new Alone(methods.size(), step, part, method));
        first += own.size();
      }
      methods.add(name);
    }
    bySwitch("run", RUN, methods, (m, method) -> call(m, method, StepEmitter.DESCRIPTOR));
    if (watched || shared) {
      parts(parts);
      layers(parts);
    }
    if (shared) {
      perStep("round", "(I)I", Step::round);
      perPart("pieces", parts, p -> p.part.pieces());
      perPart("pieceGrain", parts, p -> p.part.pieceGrain(p.step));
      perPart("loopEnd", parts, p -> loopEnd(parts, p));
      String turns = "(IL" + StepEmitter.MEMORY + ";)I";
      bySwitch(
          "turns",
          turns,
          parts,
          (m, p) -> {
            emitter.turns(m, p.part.loop(), 2);
            m.visitInsn(IRETURN);
          });
    }
  }

  private static int loopEnd(List<Alone> parts, Alone part) {
    if (part.part.loop() == null) {
      return 0;
    }
    int end = parts.indexOf(part) + 1;
    while (end < parts.size() && parts.get(end).part.loop() == part.part.loop()) {
      end++;
    }
    return end;
  }

  /** Calls a method with the arguments behind the number that was switched on. */
  private void call(MethodVisitor m, String method, String descriptor) {
    int slot = 2;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      m.visitVarInsn(argument.getOpcode(ILOAD), slot++);
    }
    m.visitMethodInsn(INVOKESTATIC, owner, method, descriptor, false);
    m.visitInsn(RETURN);
  }

  /** A part of a step as a method of its own. */
  private record Alone(int number, Step step, Part part, String method) {}

  private void parts(List<Alone> parts) {
    constant("parts", parts.size());
    bySwitch("part", PART, parts, (m, part) -> call(m, part.method, StepEmitter.PART));
    perPart("stepOf", parts, part -> part.number);
  }

  private void perPart(String name, List<Alone> parts, ToIntFunction<Alone> value) {
    bySwitch(
        name,
        "(I)I",
        parts,
        (m, part) -> {
          code(m).push(value.applyAsInt(part));
          m.visitInsn(IRETURN);
        });
  }

  private void layers(List<Alone> parts) {
    bySwitch(
        "layer",
        "(I)Ljava/lang/String;",
        parts,
        (m, p) -> {
          Kernel first = p.part.calls().get(0).kernel();
          text(m, first.name(), first.span());
        });
  }

  private void names() {
    bySwitch(
        "name",
        "(I)Ljava/lang/String;",
        schedule.steps(),
        (m, step) -> text(m, step.name(), step.span()));
  }

  private static void text(MethodVisitor m, String name, Span span) {
    m.visitLdcInsn(name + " (" + span.source().fileName() + ":" + span.line() + ")");
    m.visitInsn(ARETURN);
  }

  @Override
  public String unique(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  @Override
  public MethodVisitor begin(String name, String descriptor) {
    return w.visitMethod(ACC_PRIVATE | ACC_STATIC, name, descriptor, null, null);
  }

  @Override
  public Map<String, String> shared() {
    return rowLoops;
  }

  private Emitted kernel(Kernel kernel) {
    String key = KernelPrinter.canonical(kernel);
    Emitted known = kernels.get(key);
    if (known == null) {
      Kernel fitting = KernelEmitter.fitting(kernel, owner, emission);
      known = new Emitted(unique(kernel.name()), fitting);
      kernels.put(key, known);
      MethodVisitor m = begin(known.method(), Arguments.descriptor(fitting));
      KernelEmitter.emit(fitting, m, owner, emission, this);
    }
    return known;
  }
}
