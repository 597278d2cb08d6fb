package dev.nnet.compiler;

import dev.nnet.compiler.elaborate.ElaboratedNetwork;
import dev.nnet.compiler.elaborate.Elaborator;
import dev.nnet.compiler.elaborate.Range;
import dev.nnet.compiler.emit.BytecodePrinter;
import dev.nnet.compiler.emit.Emission;
import dev.nnet.compiler.emit.NetworkEmitter;
import dev.nnet.compiler.emit.ProgramEmitter;
import dev.nnet.compiler.graph.Graph;
import dev.nnet.compiler.graph.GraphPrinter;
import dev.nnet.compiler.graph.GraphVerifier;
import dev.nnet.compiler.pass.Autodiff;
import dev.nnet.compiler.pass.DropDead;
import dev.nnet.compiler.pass.FactorSums;
import dev.nnet.compiler.pass.FoldScales;
import dev.nnet.compiler.pass.JoinPads;
import dev.nnet.compiler.pass.PackProducts;
import dev.nnet.compiler.pass.Pass;
import dev.nnet.compiler.pass.ProjectTables;
import dev.nnet.compiler.pass.ShareCommon;
import dev.nnet.compiler.pass.Simplify;
import dev.nnet.compiler.pass.SplitProducts;
import dev.nnet.compiler.schedule.Borders;
import dev.nnet.compiler.schedule.ParameterLayout;
import dev.nnet.compiler.schedule.Schedule;
import dev.nnet.compiler.schedule.Scheduler;
import dev.nnet.compiler.source.Diagnostics;
import dev.nnet.compiler.source.Source;
import dev.nnet.compiler.syntax.Ast;
import dev.nnet.compiler.syntax.AstPrinter;
import dev.nnet.compiler.syntax.SyntaxReader;
import dev.nnet.runtime.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The stages, in order: read, elaborate, differentiate, optimise, schedule, emit.
 *
 * <pre>
 * List&lt;CompiledNetwork&gt; networks =
 *     Compiler.compile(Source.read(path), diagnostics, StageListener.NONE);
 * diagnostics.throwIfErrors();
 * </pre>
 */
public final class Compiler {
  private Compiler() {}

  /** The program's graph with its gradient and after all passes. */
  private static Graph optimised(
      ProgramGraph program, String network, StageListener listener, boolean verify) {
    Graph graph = program.graph();
    for (Pass pass : List.of(new SplitProducts(), new PackProducts(), new ProjectTables())) {
      graph = checked(pass.apply(graph), pass.name(), verify);
    }
    if (program.differentiate()) {
      graph = checked(new Autodiff(program.frozen()::weight).apply(graph), "autodiff", verify);
      Graph differentiated = graph;
      listener.finished(
          network, "gradient", program.name(), () -> GraphPrinter.print(differentiated));
    }
    for (Pass pass : optimisations(program)) {
      graph = checked(pass.apply(graph), pass.name(), verify);
    }
    Graph optimised = graph;
    listener.finished(network, "optimised", program.name(), () -> GraphPrinter.print(optimised));
    return graph;
  }

  private static List<Pass> optimisations(ProgramGraph program) {
    List<Pass> passes = new ArrayList<>();
    if (!program.differentiate()) {
      passes.add(new FoldScales());
    }
    passes.addAll(
        List.of(
            new Simplify(), new FactorSums(), new JoinPads(), new ShareCommon(), new DropDead()));
    return passes;
  }

  /** The networks of a file without errors; {@code diagnostics} tell of the rest. */
  public static List<CompiledNetwork> compile(
      Source source, Diagnostics diagnostics, StageListener listener) {
    return compile(source, diagnostics, listener, CompilerOptions.fromProperties());
  }

  /** The same with options of the caller's. */
  static List<CompiledNetwork> compile(
      Source source, Diagnostics diagnostics, StageListener listener, CompilerOptions options) {
    StageListener all = options.listeners(listener);
    List<CompiledNetwork> compiled = new ArrayList<>();
    for (ElaboratedNetwork network : elaborate(source, diagnostics, all)) {
      compiled.add(compile(network, all, options));
    }
    return compiled;
  }

  /** Only the checks. */
  public static List<ElaboratedNetwork> elaborate(
      Source source, Diagnostics diagnostics, StageListener listener) {
    listener.read(source);
    Optional<Ast.File> file = SyntaxReader.read(source, diagnostics);
    file.ifPresent(f -> listener.finished("", "ast", "", () -> AstPrinter.print(f)));
    return file.isEmpty()
        ? List.of()
        : Elaborator.elaborate(file.get(), new FileImports(diagnostics, listener), diagnostics);
  }

  /**
   * One network with other values of its parameters, as a search tries it; nothing if it has errors
   * then.
   *
   * @param settings by parameter
   */
  public static Optional<ElaboratedNetwork> elaborate(
      Source source, Diagnostics diagnostics, String network, Map<String, Range.Setting> settings) {
    FileImports imports = new FileImports(diagnostics, StageListener.NONE);
    return SyntaxReader.read(source, diagnostics)
        .flatMap(f -> Elaborator.elaborate(f, imports, diagnostics, network, settings));
  }

  /** The classes of a network. */
  public static CompiledNetwork compile(ElaboratedNetwork network) {
    CompilerOptions options = CompilerOptions.fromProperties();
    return compile(network, options.listeners(StageListener.NONE), options);
  }

  private static CompiledNetwork compile(
      ElaboratedNetwork network, StageListener listener, CompilerOptions options) {
    boolean verify = options.verify();
    Graph whole = checked(network.graph(), "elaboration", verify);
    listener.finished(network.name(), "graph", "", () -> GraphPrinter.print(whole));
    ParameterLayout parameters = new ParameterLayout(whole);
    List<ProgramGraph> all = ProgramGraph.of(network);
    Borders borders = borders(whole, all);
    Map<String, Graph> trainings = new LinkedHashMap<>();
    String prefix = network.javaPackage().isEmpty() ? "" : network.javaPackage() + ".";
    String owner = (prefix + network.name()).replace('.', '/');
    Map<String, byte[]> classes = new LinkedHashMap<>();
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    Map<String, Map<String, String>> programs = new LinkedHashMap<>();
    String file = network.span().source().fileName();
    for (ProgramGraph program : all) {
      Graph graph = optimised(program, network.name(), listener, verify);
      if (program.differentiate()) {
        trainings.put(program.section(), graph);
      }
      Schedule schedule =
          options.separate()
              ? Scheduler.separate(program.name(), graph, parameters, borders, verify)
              : Scheduler.schedule(program.name(), graph, parameters, borders, verify);
      listener.finished(network.name(), "kernels", program.name(), schedule::printKernels);
      listener.finished(network.name(), "memory", program.name(), schedule::printMemory);
      schedules.put(program.name(), schedule);
      String type = owner + program.classSuffix();
      programs
          .computeIfAbsent(program.kind(), k -> new LinkedHashMap<>())
          .put(program.section(), type);
      for (Emission emission : Emission.values()) {
        String emitted = type + emission.suffix();
        byte[] bytes = ProgramEmitter.emit(emitted, file, schedule, emission);
        classes.put(emitted.replace('/', '.'), bytes);
        String which = program.name() + " " + emission.name().toLowerCase(Locale.ROOT);
        listener.finished(network.name(), "bytecode", which, () -> BytecodePrinter.print(bytes));
      }
    }
    ModelSpec spec = SpecBuilder.build(network, parameters, borders, trainings);
    String name = owner + "Network";
    classes.put(name.replace('/', '.'), NetworkEmitter.emit(name, file, spec.toText(), programs));
    return new CompiledNetwork(network, spec, name.replace('/', '.'), classes, schedules);
  }

  /**
   * A program whose every kernel is a step of its own, so that each can be timed.
   *
   * @param program {@code inference}, {@code training} or {@code evaluation}
   * @throws IllegalArgumentException if the network has no such program
   */
  public static KernelProgram kernels(
      ElaboratedNetwork network, String program, Emission emission) {
    List<ProgramGraph> all = ProgramGraph.of(network);
    ProgramGraph chosen =
        all.stream()
            .filter(p -> p.name().equals(program))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(network.name() + " has no " + program));
    Graph graph = optimised(chosen, network.name(), StageListener.NONE, false);
    ParameterLayout parameters = new ParameterLayout(network.graph());
    Borders borders = borders(network.graph(), all);
    Schedule schedule = Scheduler.separate(program, graph, parameters, borders, false);
    return KernelProgram.of(schedule, network.span().source().fileName(), emission);
  }

  private static Borders borders(Graph whole, List<ProgramGraph> programs) {
    return new Borders(whole, programs.stream().map(ProgramGraph::graph).toList());
  }

  private static Graph checked(Graph graph, String after, boolean verify) {
    return verify ? GraphVerifier.verify(graph, after) : graph;
  }
}
