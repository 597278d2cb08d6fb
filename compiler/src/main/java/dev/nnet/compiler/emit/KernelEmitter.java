package dev.nnet.compiler.emit;

import dev.nnet.compiler.emit.ScalarCode.Locals;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Jamming;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Emits one kernel as one method {@code (array, base, array, base, .., batch, from, to)}; what
 * workers can share is followed by the part of its shared loop {@code (.., low, high)}.
 *
 * <p>Loops that are jammed or run in lanes become a main loop and what is left over: a smaller jam
 * where the extent is known, single turns where it is not. Every turn computes the same operations
 * in the same order wherever it falls, so the cuts change no bit.
 */
final class KernelEmitter implements Stmt.Visitor<Void>, Opcodes {
  /** Lanes divide this: no left-over below a vector where an extent is a multiple of it. */
  private static final long MOST_LANES = 16;

  /** Pairs in a tile where vectors have most lanes: such machines have twice the registers. */
  private static final int WIDE = 8;

  private final MethodVisitor m;
  private final String owner;
  private final Emission emission;
  private final Locals locals = new Locals();
  private final Set<Local> vectorLocals = new HashSet<>();
  private final Kernel kernel;
  private final Arguments arguments;
  private final Methods methods;

  /** Variables, lengths of sequences, and the capacity. */
  private final List<Object> turning = new ArrayList<>();

  private final Bounds bounds;
  private boolean inTile;
  private ScalarCode code;
  private Set<Var> lanes = Set.of();

  private KernelEmitter(
      Kernel kernel, MethodVisitor m, String owner, Emission emission, Methods methods) {
    this.kernel = kernel;
    this.m = m;
    this.owner = owner;
    this.emission = emission;
    this.methods = methods;
    this.code = new VectorCode.ScalarLanes(m, locals, owner);
    this.bounds = new Bounds(m, locals, code);
    this.arguments = new Arguments(kernel, locals);
    arguments.begin();
  }

  /** The kernel with tiles so small that C2 takes its method. */
  static Kernel fitting(Kernel kernel, String owner, Emission emission) {
    Methods.Sizes sizes = new Methods.Sizes();
    emit(kernel, sizes.begin(kernel.name(), Arguments.descriptor(kernel)), owner, emission, sizes);
    if (sizes.fit()) {
      return kernel;
    }
    Kernel smaller = kernel.smaller(); // if none is short enough, the checker tells
    return smaller.equals(kernel) ? kernel : fitting(smaller, owner, emission);
  }

  static void emit(
      Kernel kernel, MethodVisitor m, String owner, Emission emission, Methods methods) {
    KernelEmitter emitter = new KernelEmitter(kernel, m, owner, emission, methods);
    emitter.bounds.declare(kernel);
    Bounds.numbers(kernel).forEach(emitter.locals::fresh);
    emitter.arguments.end();
    emitter.turning.addAll(Bounds.numbers(kernel));
    m.visitCode();
    kernel.body().accept(emitter);
    emitter.end();
  }

  @Override
  public Void block(Stmt.Block block) {
    if (block.span() != null) {
      line(block.span());
    }
    if (!inTile && Tile.inside(block)) {
      tile(block);
    } else {
      block.body().forEach(s -> s.accept(this));
    }
    return null;
  }

  /**
   * Calls the inside of a tile as a method of its own. A JVM interprets a method until it was
   * called some hundred times, or a loop of it turned 60,000 times: what is called often is
   * compiled early, and the first answer of a large network comes twice as soon.
   */
  private void tile(Stmt.Block block) {
    String descriptor = arguments.tile(turning.size());
    String name = methods.unique(kernel.name() + "_tile");
    MethodVisitor tile = methods.begin(name, descriptor);
    KernelEmitter inside = new KernelEmitter(kernel, tile, owner, emission, methods);
    inside.inTile = true;
    turning.forEach(inside.locals::fresh);
    inside.arguments.end();
    if (code instanceof VectorCode) {
      inside.code = new VectorCode(tile, inside.locals, owner, lanes, inside.vectorLocals);
    }
    tile.visitCode();
    inside.line(kernel.span());
    inside.block(block);
    inside.end();
    arguments.pass(m, turning);
    m.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
  }

  private void end() {
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private void line(Span span) {
    Label here = new Label();
    m.visitLabel(here);
    m.visitLineNumber(span.line(), here);
  }

  @Override
  public Void let(Stmt.Let let) {
    code.emit(let.value());
    if (code instanceof VectorCode v) {
      v.store(let.local());
    } else {
      code.store(let.local());
    }
    return null;
  }

  @Override
  public Void set(Stmt.Set set) {
    code.emit(set.value());
    if (code instanceof VectorCode v) {
      v.set(set.local());
    } else {
      m.visitVarInsn(FSTORE, locals.of(set.local()));
    }
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    if (code instanceof VectorCode v) {
      v.storeVector(store);
      return null;
    }
    code.pushElement(store.buffer(), store.offset(), store.row(), store.stride());
    code.emit(store.value());
    if (store.buffer().element() == Buffer.Element.I32) {
      m.visitInsn(F2I);
      m.visitInsn(IASTORE);
    } else {
      m.visitInsn(FASTORE);
    }
    return null;
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    if (loop.mode() == Mode.VECTOR && emission == Emission.VECTOR && Lanes.fit(loop)) {
      vector(loop);
      return null;
    }
    if (emission == Emission.PLAIN && loop.mode() == Mode.VECTOR && alongRows(loop)) {
      return null;
    }
    if (loop.mode() == Mode.UNROLL) {
      for (long i = 0; i < ((Extent.Fixed) loop.extent()).size(); i++) {
        Jamming.jam(loop.body(), loop.var(), List.of(Affine.of(i))).accept(this);
      }
      return null;
    }
    turning.add(loop.var());
    turns(loop);
    turning.remove(turning.size() - 1);
    return null;
  }

  /** Emits a copy or a loop over rows; false if it is something else. */
  private boolean alongRows(Stmt.Loop loop) {
    RowLoop rows = RowLoop.of(loop);
    if (rows != null) {
      rows.call(code, owner, methods);
    } else if (Copy.fits(loop)) {
      Copy.emit(code, loop);
    } else {
      return false;
    }
    return true;
  }

  private void turns(Stmt.Loop loop) {
    int factor = loop.factor();
    int slot = locals.fresh(loop.var());
    if (loop.mode() == Mode.ALTERNATE) {
      bounds.alternate(loop, slot, kernel.numbers().get(0), () -> jammed(loop, factor));
      return;
    }
    if (loop.mode() == Mode.EVEN) {
      pairs(loop, slot);
      return;
    }
    bounds.pushBegin(loop);
    m.visitVarInsn(ISTORE, slot);
    if (factor > 1) {
      bounds.turns(loop, slot, factor, () -> jammed(loop, factor));
      if (loop.mode() == Mode.SHARED || Bounds.known(loop)) {
        rest(loop, slot);
        return;
      }
    }
    bounds.turns(loop, slot, 1, () -> loop.body().accept(this));
  }

  /** Pairs: six or eight turns at once, then two. */
  private void pairs(Stmt.Loop loop, int slot) {
    bounds.pushBegin(loop);
    m.visitVarInsn(ISTORE, slot);
    if (emission == Emission.VECTOR) {
      Label narrow = new Label();
      code.pushVariable(ScalarCode.LANES);
      code.push(MOST_LANES);
      m.visitJumpInsn(IF_ICMPLT, narrow);
      bounds.turns(loop, slot, WIDE, () -> jammed(loop, WIDE));
      m.visitLabel(narrow);
    }
    bounds.turns(loop, slot, loop.factor(), () -> jammed(loop, loop.factor()));
    bounds.turns(loop, slot, 2, () -> jammed(loop, 2));
  }

  /** What is left over; of a shared loop, only the part at the end has it. */
  private void rest(Stmt.Loop loop, int slot) {
    int rest = Bounds.rest(loop);
    Label done = new Label();
    if (rest > 0 && loop.mode() == Mode.SHARED) {
      m.visitVarInsn(ILOAD, slot);
      bounds.pushEnd(loop);
      m.visitJumpInsn(IF_ICMPGE, done);
    }
    if (rest > 0) {
      jammed(loop, rest);
    }
    m.visitLabel(done);
  }

  private void jammed(Stmt.Loop loop, int copies) {
    List<Affine> at = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      at.add(Affine.of(loop.var()).plus(i));
    }
    Jamming.jam(loop.body(), loop.var(), at).accept(this);
  }

  private void vector(Stmt.Loop loop) {
    long size = ((Extent.Fixed) loop.extent()).size() + loop.overrun();
    int slot = locals.fresh(loop.var());
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, slot);
    ScalarCode outer = code;
    Set<Var> outerLanes = lanes;
    Label scalar = new Label();
    Label done = new Label();
    boolean tail = size % MOST_LANES != 0;
    boolean overlap = tail && Tail.overlaps(loop);
    if (overlap) {
      code.push(size);
      pushLanes(1);
      m.visitJumpInsn(IF_ICMPLT, scalar);
    }
    lanes = new HashSet<>(Set.of(loop.var()));
    code = new VectorCode(m, locals, owner, lanes, vectorLocals);
    if (overlap) {
      overlapping(loop, slot, size);
    } else {
      vectors(loop, slot, size, loop.factor());
      if (loop.factor() > 1 && size % (MOST_LANES * loop.factor()) != 0) {
        vectors(loop, slot, size, 1);
      }
    }
    code = outer;
    lanes = outerLanes;
    if (overlap) {
      m.visitJumpInsn(GOTO, done);
      m.visitLabel(scalar);
    }
    if (tail) {
      Stmt.Loop rest = new Stmt.Loop(loop.var(), loop.extent(), Mode.SERIAL, 1, loop.body());
      turning.add(loop.var());
      bounds.turns(rest, slot, 1, () -> loop.body().accept(this));
      turning.remove(turning.size() - 1);
    }
    m.visitLabel(done);
  }

  /**
   * Whole vectors to the end: the last ones are moved back to end with the loop and compute some
   * elements once more, to the same bits.
   *
   * <pre>
   * for (v = 0; v < 28; v += 2 * LANES) body at min(v, 28 - LANES) and min(v + LANES, 28 - LANES)
   * </pre>
   */
  private void overlapping(Stmt.Loop loop, int slot, long size) {
    int copies = loop.factor();
    Label test = new Label();
    Label start = new Label();
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    List<Affine> at = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      Var place = new Var(loop.var().name() + i);
      m.visitVarInsn(ILOAD, slot);
      if (i > 0) {
        pushLanes(i);
        m.visitInsn(IADD);
      }
      code.push(size);
      pushLanes(1);
      m.visitInsn(ISUB);
      m.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
      m.visitVarInsn(ISTORE, locals.fresh(place));
      lanes.add(place);
      turning.add(place);
      at.add(Affine.of(place));
    }
    Jamming.jam(loop.body(), loop.var(), at).accept(this);
    turning.subList(turning.size() - copies, turning.size()).clear();
    m.visitVarInsn(ILOAD, slot);
    pushLanes(copies);
    m.visitInsn(IADD);
    m.visitVarInsn(ISTORE, slot);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, slot);
    code.push(size);
    m.visitJumpInsn(IF_ICMPLT, start);
  }

  /** {@code for (; v + copies * LANES <= size; v += copies * LANES) body}. */
  private void vectors(Stmt.Loop loop, int slot, long size, int copies) {
    Label test = new Label();
    Label start = new Label();
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    List<Affine> at = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      at.add(Affine.of(loop.var()).plus(Affine.of(ScalarCode.LANES).times(i)));
    }
    turning.add(loop.var());
    Jamming.jam(loop.body(), loop.var(), at).accept(this);
    turning.remove(turning.size() - 1);
    m.visitVarInsn(ILOAD, slot);
    pushLanes(copies);
    m.visitInsn(IADD);
    m.visitVarInsn(ISTORE, slot);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, slot);
    code.push(size);
    pushLanes(copies);
    m.visitInsn(ISUB);
    m.visitJumpInsn(IF_ICMPLE, start);
  }

  private void pushLanes(int copies) {
    m.visitFieldInsn(GETSTATIC, owner, "LANES", "I");
    if (copies > 1) {
      code.push(copies);
      m.visitInsn(IMUL);
    }
  }
}
