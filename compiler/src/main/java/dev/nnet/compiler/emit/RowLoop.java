package dev.nnet.compiler.emit;

import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Capacity;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.ExprMap;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.KernelPrinter;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Stmt.Mode;
import dev.nnet.compiler.loop.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A loop over rows as a method of arrays and numbers, which C2 vectorises. Loops that do the same
 * share it: whichever kernel is called first, it is hot soon.
 *
 * <pre>
 * rows_3(float[] a, float[] b, float t, int n):  for (j = 0; j &lt; n; j++) a[j] = fma(b[j], t, a[j])
 * </pre>
 */
final class RowLoop extends ExprMap implements Opcodes {
  /**
   * Below and from here, rows have methods of their own: C2 unrolls a loop by the turns it has
   * seen, and a loop that was unrolled for long rows makes short ones with scalars.
   */
  private static final long SHORT = 64;

  private static final long LONG = 512;

  /** A row: where it begins in its buffer. */
  record Row(Buffer buffer, Affine start) {}

  private final Stmt.Loop loop;
  private final Map<Row, Buffer> rows = new LinkedHashMap<>();
  private final Set<Local> bound = new HashSet<>();
  private final Set<Local> numbers = new LinkedHashSet<>();
  private final List<Stmt> body = new ArrayList<>();
  private boolean fits;

  private RowLoop(Stmt.Loop loop) {
    this.loop = loop;
    this.fits =
        loop.mode() == Mode.VECTOR
            && loop.extent() instanceof Extent.Fixed f
            && !Capacity.in(f.size());
    flat(loop.body());
  }

  /** Where the row begins that an element lies in. */
  static Affine start(Buffer.Rows rows, Affine at) {
    Affine start = Affine.of(at.constant() - at.constant() % rows.length());
    for (Map.Entry<Var, Long> term : at.terms().entrySet()) {
      if (term.getValue() % rows.length() == 0) {
        start = start.plus(Affine.of(term.getKey()).times(term.getValue()));
      }
    }
    return start;
  }

  /** Null if the loop does not run over rows alone. */
  static RowLoop of(Stmt.Loop loop) {
    RowLoop rows = new RowLoop(loop);
    return rows.fits ? rows : null;
  }

  /** The body over arrays that begin where the rows do. */
  private void flat(Stmt stmt) {
    if (stmt instanceof Stmt.Block b) {
      b.body().forEach(this::flat);
    } else if (stmt instanceof Stmt.Let let) {
      bound.add(let.local());
      body.add(new Stmt.Let(let.local(), map(let.value())));
    } else if (stmt instanceof Stmt.Store s && s.row() == null) {
      Buffer array = row(s.buffer(), s.offset());
      body.add(new Stmt.Store(array, Affine.of(loop.var()), map(s.value())));
    } else {
      fits = false;
    }
  }

  private Buffer row(Buffer buffer, Affine offset) {
    Affine start = offset.plus(Affine.of(loop.var()).times(-1));
    fits = fits && buffer.rows() != null && start.equals(start(buffer.rows(), start));
    fits &= !start.uses(loop.var());
    Buffer.Access any = Buffer.Access.READ_WRITE;
    return rows.computeIfAbsent(
        new Row(buffer, start), r -> new Buffer("row", Buffer.Element.F32, any));
  }

  @Override
  public Expr load(Expr.Load load) {
    fits &= load.row() == null;
    return new Expr.Load(row(load.buffer(), load.offset()), Affine.of(loop.var()));
  }

  @Override
  public Expr read(Expr.Read read) {
    if (!bound.contains(read.local())) {
      numbers.add(read.local());
    }
    return read;
  }

  @Override
  public Expr index(Expr.Index index) {
    fits = false;
    return index;
  }

  @Override
  public Expr size(Expr.Size size) {
    fits &= size.extent() instanceof Extent.Fixed;
    return size;
  }

  /** Calls the method, making it if no loop before did. */
  void call(ScalarCode code, String owner, Methods methods) {
    rows.keySet().forEach(r -> code.pushRow(r.buffer(), r.start()));
    numbers.forEach(n -> code.read(new Expr.Read(n)));
    long size = loop.extent().most();
    code.push(size);
    String arguments = "[F".repeat(rows.size()) + "F".repeat(numbers.size());
    String descriptor = "(" + arguments + "I)V";
    String length = size < SHORT ? "short" : size < LONG ? "" : "long";
    String key = length + descriptor + key();
    String name = methods.once(key, "rows", n -> method(methods.begin(n, descriptor)));
    code.m.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
  }

  private String key() {
    Stmt turns = Stmt.serial(loop.var(), Extent.BATCH, Stmt.block(body));
    List<Buffer> arrays = List.copyOf(rows.values());
    return KernelPrinter.canonical(new Kernel("rows", null, arrays, List.of(), turns));
  }

  private void method(MethodVisitor m) {
    ScalarCode.Locals locals = new ScalarCode.Locals();
    ScalarCode code =
        new ScalarCode(m, locals) {
          @Override
          void pushElement(Buffer array, Affine at) {
            m.visitVarInsn(ALOAD, locals.of(array));
            push(at);
          }
        };
    rows.values().forEach(locals::fresh);
    numbers.forEach(locals::fresh);
    int end = locals.fresh("n");
    int j = locals.fresh(loop.var());
    m.visitCode();
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, j);
    Label test = new Label();
    Label start = new Label();
    m.visitJumpInsn(GOTO, test);
    m.visitLabel(start);
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Let let) {
        code.emit(let.value());
        code.store(let.local());
      } else if (stmt instanceof Stmt.Store s) {
        code.pushElement(s.buffer(), s.offset());
        code.emit(s.value());
        m.visitInsn(FASTORE);
      }
    }
    m.visitIincInsn(j, 1);
    m.visitLabel(test);
    m.visitVarInsn(ILOAD, j);
    m.visitVarInsn(ILOAD, end);
    m.visitJumpInsn(IF_ICMPLT, start);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }
}
