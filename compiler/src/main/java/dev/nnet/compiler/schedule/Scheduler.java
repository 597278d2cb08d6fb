package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.Shape;
import dev.nnet.compiler.graph.Type;
import dev.nnet.compiler.loop.Affine;
import dev.nnet.compiler.loop.Buffer;
import dev.nnet.compiler.loop.Expr;
import dev.nnet.compiler.loop.Extent;
import dev.nnet.compiler.loop.Kernel;
import dev.nnet.compiler.loop.Local;
import dev.nnet.compiler.loop.Stmt;
import dev.nnet.compiler.loop.Var;
import dev.nnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** From graph to schedule: fuse, choose layouts, lower and group, plan memory. */
public final class Scheduler {
  private static final long LIMIT_TURNS = 20_000;

  /** Operations of {@link #limit}. */
  public static final long LIMIT_FLOPS = 2 * 12 * Layout.LANES * LIMIT_TURNS;

  private Scheduler() {}

  /**
   * @param name the program
   * @param graph optimised; its results are what the program delivers
   * @param verify whether to check kernels and memory plan
   * @throws IllegalStateException if a check fails: a bug of the compiler
   */
  public static Schedule schedule(
      String name, Graph graph, ParameterLayout parameters, Borders borders, boolean verify) {
    return schedule(name, groups(graph, parameters, borders), borders.sequences(), verify);
  }

  /** The same kernels, each a step of its own, so that each can be timed. */
  public static Schedule separate(
      String name, Graph graph, ParameterLayout parameters, Borders borders) {
    List<List<Unit>> single = new ArrayList<>();
    for (List<Unit> group : groups(graph, parameters, borders)) {
      if (group.stream().anyMatch(u -> u.loop() != null)) {
        single.add(group); // its steps need each other
      } else {
        group.forEach(unit -> single.add(List.of(unit)));
      }
    }
    return schedule(name, single, borders.sequences(), false);
  }

  private static List<List<Unit>> groups(Graph graph, ParameterLayout parameters, Borders borders) {
    boolean prepare = graph.results(Graph.Role.GRADIENT).isEmpty();
    Loops loops = Loops.of(graph);
    List<Nest> nests = Fusion.fuse(graph, loops, prepare);
    return Grouping.group(LayoutChoice.choose(graph, loops, nests, parameters, borders, prepare));
  }

  /** Nothing but multiply-adds in registers, {@link #LIMIT_FLOPS}: what a core can do at most. */
  public static Schedule limit(Span span) {
    Type type = Type.f32(Shape.of(12 * Layout.LANES));
    Tensor result = new Tensor("y", type, Layout.dense(type), Region.ARENA, 0);
    Buffer out = new Buffer("y", Buffer.Element.F32, Buffer.Access.WRITE);
    Local sum = new Local("sum");
    Var i = new Var("i");
    Var lane = new Var("j");
    Expr add = new Expr.Fma(new Expr.Read(sum), new Expr.Const(0.5f), new Expr.Const(0.25f));
    Stmt body =
        Stmt.block(
            List.of(
                new Stmt.Let(sum, new Expr.Const(1)),
                Stmt.serial(i, Extent.of(LIMIT_TURNS), new Stmt.Set(sum, add)),
                new Stmt.Store(out, Affine.of(lane), new Expr.Read(sum))));
    Stmt loop = new Stmt.Loop(lane, Extent.of(12 * Layout.LANES), Stmt.Mode.VECTOR, 12, body);
    Kernel kernel =
        new Kernel("limit", span, List.of(out), List.of(), new Stmt.Block(span, List.of(loop)));
    Unit unit = Unit.of(new Lowering.Lowered(kernel, List.of(result), null), result);
    return schedule("limit", List.of(List.of(unit)), List.of(), false);
  }

  private static Schedule schedule(
      String name, List<List<Unit>> groups, List<String> sequences, boolean verify) {
    MemoryPlan memory = MemoryPlanner.plan(groups);
    if (verify) {
      KernelVerifier.verify(groups);
      memory.verify();
    }
    List<Step> steps = new ArrayList<>();
    for (List<Unit> group : groups) {
      steps.add(step(group, memory));
    }
    long prepared = 0;
    int prologue = 0;
    for (int i = 0; i < groups.size(); i++) {
      for (Unit unit : groups.get(i)) {
        if (unit.result().region() == Region.PREPARED) {
          long size = unit.result().layout().reserved();
          prepared = Math.max(prepared, unit.result().index() + size);
          prologue = i + 1;
        }
      }
    }
    return new Schedule(name, steps, prologue, prepared, memory, sequences);
  }

  private static Step step(List<Unit> group, MemoryPlan memory) {
    List<Call> calls = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    long cost = 0;
    for (Unit unit : group) {
      List<Place> places = new ArrayList<>();
      unit.arguments().forEach(t -> places.add(place(t, memory)));
      calls.add(new Call(unit.kernel(), unit.plain(), places, unit.loop()));
      names.add(unit.kernel().name());
      cost += Cost.cyclesPerUnit(unit.kernel(), unit.loop());
    }
    Unit first = group.get(0);
    int chunk = Math.max(first.chunk(), 1);
    return new Step(
        name(names), first.kernel().span(), first.extent(), chunk, Cost.grain(cost), calls);
  }

  /** The names of the kernels, as far as they are readable in a row. */
  private static String name(Set<String> names) {
    StringBuilder name = new StringBuilder();
    for (String n : names) {
      if (!n.endsWith("_fill") && !n.endsWith("_pack") && name.length() + n.length() < 60) {
        name.append(name.isEmpty() ? "" : "_").append(n);
      }
    }
    return name.isEmpty() ? names.iterator().next() : name.toString();
  }

  private static Place place(Tensor t, MemoryPlan memory) {
    switch (t.region()) {
      case PARAMETERS:
        return new Place.Parameters(t.index());
      case PREPARED:
        return new Place.Prepared(t.index());
      case GRADIENTS:
        return new Place.Gradients(t.index());
      case FLOAT_BORDER:
        return new Place.FloatBorder(t.index());
      case INT_BORDER:
        return new Place.IntBorder(t.index());
      default:
        return memory.places().get(t);
    }
  }
}
