package dev.nnet.compiler.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a kernel as indented loops; {@link #canonical} gives equal texts for equal structure. */
public final class KernelPrinter implements Stmt.Visitor<Void>, Expr.Visitor<String> {
  private final boolean canonical;
  private final Map<Object, String> names = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private int depth;

  private KernelPrinter(boolean canonical) {
    this.canonical = canonical;
  }

  /** For people: with the names of layers and axes. */
  public static String print(Kernel kernel) {
    return new KernelPrinter(false).kernel(kernel);
  }

  /** Without names: two kernels with the same canonical text do the same to their arguments. */
  public static String canonical(Kernel kernel) {
    return new KernelPrinter(true).kernel(kernel);
  }

  private String kernel(Kernel kernel) {
    List<Buffer> buffers = kernel.buffers();
    String arguments =
        buffers.stream()
            .map(
                b ->
                    name(b, b.name())
                        + ": "
                        + (b.element() + " " + b.access()).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    for (Var number : kernel.numbers()) {
      arguments += ", " + name(number, number.name());
    }
    for (Buffer b : kernel.rows()) {
      arguments += ", " + name(b, b.name()) + ": " + rows(b.rows());
    }
    line("kernel " + (canonical ? "" : kernel.name()) + "(" + arguments + ")");
    nested(kernel.body());
    return text.toString();
  }

  private static String rows(Buffer.Rows rows) {
    String count = rows.count() + (rows.eachUnit() ? " a unit" : "");
    return count + " rows of " + rows.length();
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private void nested(Stmt body) {
    depth++;
    body.accept(this);
    depth--;
  }

  private String name(Object key, String name) {
    return canonical ? names.computeIfAbsent(key, k -> "$" + names.size()) : name;
  }

  private String index(Affine at) {
    if (!canonical) {
      return at.toString();
    }
    return at.terms().entrySet().stream()
        .map(e -> e.getValue() + "*" + name(e.getKey(), ""))
        .sorted()
        .collect(Collectors.joining("+", "", "+" + at.constant()));
  }

  @Override
  public Void block(Stmt.Block block) {
    block.body().forEach(s -> s.accept(this));
    return null;
  }

  @Override
  public Void loop(Stmt.Loop loop) {
    String mode = loop.mode().name().toLowerCase(Locale.ROOT);
    String factor = loop.factor() == 1 ? "" : "(" + loop.factor() + ")";
    String overrun = loop.overrun() == 0 ? "" : " + " + loop.overrun();
    String var = name(loop.var(), loop.var().name());
    line(mode + factor + " " + var + " < " + loop.extent() + overrun);
    nested(loop.body());
    return null;
  }

  @Override
  public Void let(Stmt.Let let) {
    line("let " + name(let.local(), let.local().name()) + " = " + print(let.value()));
    return null;
  }

  @Override
  public Void set(Stmt.Set set) {
    line("set " + name(set.local(), set.local().name()) + " = " + print(set.value()));
    return null;
  }

  @Override
  public Void store(Stmt.Store store) {
    String buffer = name(store.buffer(), store.buffer().name());
    String at = index(store.offset()) + row(store.row(), store.stride());
    line("store " + buffer + "[" + at + "] = " + print(store.value()));
    return null;
  }

  private String print(Expr e) {
    return e.accept(this);
  }

  @Override
  public String constant(Expr.Const constant) {
    return Float.toString(constant.value());
  }

  @Override
  public String access(Expr.Access access) {
    return "operand" + access.operand() + access.coordinates();
  }

  @Override
  public String load(Expr.Load load) {
    String at = index(load.offset()) + row(load.row(), load.stride());
    return name(load.buffer(), load.buffer().name()) + "[" + at + "]";
  }

  private String row(Expr row, long stride) {
    return row == null ? "" : " + " + stride + "*" + print(row);
  }

  @Override
  public String read(Expr.Read read) {
    return name(read.local(), read.local().name());
  }

  @Override
  public String index(Expr.Index index) {
    return "float(" + index(index.value()) + ")";
  }

  @Override
  public String size(Expr.Size size) {
    return "float(" + size.extent() + ")";
  }

  @Override
  public String unary(Expr.Unary unary) {
    return unary.fn().name().toLowerCase(Locale.ROOT) + "(" + print(unary.operand()) + ")";
  }

  @Override
  public String binary(Expr.Binary binary) {
    String a = print(binary.left());
    String b = print(binary.right());
    switch (binary.fn()) {
      case ADD:
        return "(" + a + " + " + b + ")";
      case SUBTRACT:
        return "(" + a + " - " + b + ")";
      case MULTIPLY:
        return "(" + a + " * " + b + ")";
      case DIVIDE:
        return "(" + a + " / " + b + ")";
      default:
        return binary.fn().name().toLowerCase(Locale.ROOT) + "(" + a + ", " + b + ")";
    }
  }

  @Override
  public String fma(Expr.Fma fma) {
    return "fma(" + print(fma.a()) + ", " + print(fma.b()) + ", " + print(fma.c()) + ")";
  }

  @Override
  public String select(Expr.Select select) {
    return "select("
        + print(select.condition())
        + ", "
        + print(select.whenTrue())
        + ", "
        + print(select.whenFalse())
        + ")";
  }

  @Override
  public String call(Expr.Call call) {
    return call.function().name() + "(" + print(call.argument()) + ")";
  }
}
