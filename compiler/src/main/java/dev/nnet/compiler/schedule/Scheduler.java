package dev.nnet.compiler.schedule;

import dev.nnet.compiler.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** From graph to schedule: fuse, choose layouts, lower and group, plan memory. */
public final class Scheduler {
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
      String name, Graph graph, ParameterLayout parameters, Borders borders, boolean verify) {
    List<List<Unit>> single = new ArrayList<>();
    for (List<Unit> group : groups(graph, parameters, borders)) {
      if (group.stream().anyMatch(u -> u.loop() != null)) {
        single.add(group); // its steps need each other
      } else {
        group.forEach(unit -> single.add(List.of(unit)));
      }
    }
    return schedule(name, single, borders.sequences(), verify);
  }

  private static List<List<Unit>> groups(Graph graph, ParameterLayout parameters, Borders borders) {
    boolean prepare = graph.results(Graph.Role.GRADIENT).isEmpty();
    Loops loops = Loops.of(graph);
    List<Nest> nests = Fusion.fuse(graph, loops, prepare);
    return Grouping.group(LayoutChoice.choose(graph, loops, nests, parameters, borders, prepare));
  }

  /** A program of these steps. */
  static Schedule schedule(
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
    for (Unit unit : group) {
      List<Place> places = new ArrayList<>();
      unit.arguments().forEach(t -> places.add(place(t, memory)));
      calls.add(new Call(unit.kernel(), unit.plain(), places, unit.loop()));
      names.add(unit.kernel().name());
    }
    Unit first = group.get(0);
    int chunk = Math.max(first.chunk(), 1);
    return new Step(name(names), first.kernel().span(), chunk, calls);
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
