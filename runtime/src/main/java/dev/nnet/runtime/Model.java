package dev.nnet.runtime;

import dev.nnet.runtime.io.TensorFile;
import dev.nnet.runtime.random.Initializer;
import dev.nnet.runtime.random.RandomStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A network with weights. Immutable, may be shared between threads.
 *
 * <pre>
 *   Model model = Model.load(new LeNet5Network(), Path.of("lenet5.safetensors"));
 *   float[] logits = (float[]) model.run(Map.of("image", pixels)).get("logits");
 * </pre>
 *
 * {@link #run} may be called from any number of threads; each call borrows a session from a pool.
 */
public final class Model {
  /** Largest batch of a borrowed session. */
  public static final int POOLED_BATCH = 32;

  private final Network network;
  private final float[] params;
  private final ClassNames classNames;
  private final Warmup warmup;
  private final Warmup streamWarmup;
  private final Pool singles = new Pool(1);
  private final Pool batches = new Pool(POOLED_BATCH);

  private Model(Network network, float[] params, ClassNames classNames) {
    this.network = network;
    this.params = params;
    this.classNames = classNames;
    boolean vector = VectorSupport.available();
    this.warmup = new Warmup(network, params, vector);
    this.streamWarmup = new Warmup(network.spec(), network::stream, params, vector);
  }

  /** Initialises the weights as the text says; a function of network and seed. */
  public static Model create(Network network, long seed) {
    float[] params = new float[network.spec().parameterFloats()];
    for (ParameterSpec parameter : network.spec().parameters()) {
      RandomStream stream = new RandomStream(seed, parameter.path());
      parameter.scatter(
          Initializer.parse(parameter.init()).values(parameter.dims(), stream), params);
    }
    return new Model(network, params, ClassNames.NONE);
  }

  /** Takes a copy of parameters in physical layout. */
  public static Model of(Network network, float[] params) {
    if (params.length != network.spec().parameterFloats()) {
      throw new IllegalArgumentException(
          params.length + " floats, " + network.spec().parameterFloats() + " expected");
    }
    return new Model(network, params.clone(), ClassNames.NONE);
  }

  /**
   * Reads weights from a safetensors file.
   *
   * @throws IOException if the file is damaged, or its weights do not fit ({@code
   *     WeightsException})
   */
  public static Model load(Network network, Path weights) throws IOException {
    WeightLoading loading = new WeightLoading(network.spec(), weights.toString());
    TensorFile.read(weights, loading);
    return of(network, loading);
  }

  /**
   * Reads weights that somebody else wrote.
   *
   * @param names what their tensors are called here
   * @throws IOException if a file is damaged, or names or sizes do not fit
   */
  public static Model load(Network network, Path weights, WeightNames names) throws IOException {
    if (names == WeightNames.SAME) {
      return load(network, weights);
    }
    String name = weights.toString();
    WeightLoading loading = new WeightLoading(network.spec(), name);
    var renamed = names.rename(TensorFile.read(weights).tensors(), name);
    TensorFile.of(Map.of(), renamed).give(loading);
    return of(network, loading);
  }

  /**
   * This model with the weights of a file wherever path and sizes agree; the others stay. So a
   * trained network becomes the beginning of another, for example with another head.
   *
   * @param names what the file's tensors are called here
   * @param report hears of each tensor that was not taken and of each parameter that stays
   * @throws IOException if the file is damaged, or names do not fit
   */
  public Model adopt(Path weights, WeightNames names, Consumer<String> report) throws IOException {
    float[] adopted = params.clone();
    TensorFile file = TensorFile.read(weights);
    WeightFile.adopt(spec(), names.rename(file.tensors(), weights.toString()), adopted, report);
    return new Model(network, adopted, classNames);
  }

  /** Reads weights from a stream, for example a resource, to its end. */
  public static Model load(Network network, InputStream weights) throws IOException {
    WeightLoading loading = new WeightLoading(network.spec(), "stream");
    TensorFile.read(weights, "stream", loading);
    return of(network, loading);
  }

  private static Model of(Network network, WeightLoading loading) {
    return new Model(network, loading.params(), loading.classNames());
  }

  /** The same weights with these names of classes, which are saved with them. */
  public Model with(ClassNames names) {
    return new Model(network, params, names);
  }

  /** What the numbers of classes are called, where the data said so. */
  public ClassNames classNames() {
    return classNames;
  }

  /** Writes the weights as safetensors, atomically. */
  public void save(Path weights) throws IOException {
    WeightFile.of(spec(), params, classNames).write(weights);
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Its layout and borders. */
  public ModelSpec spec() {
    return network.spec();
  }

  /** Number of weights. */
  public long parameterCount() {
    return spec().parameterCount();
  }

  /** The weights by path. */
  public Weights weights() {
    return new Weights(spec(), params);
  }

  /** A copy of the parameters in physical layout. */
  public float[] params() {
    return params.clone();
  }

  /**
   * The network step by step over a sequence.
   *
   * @throws UnsupportedOperationException if a step of this network needs those that follow
   */
  public Stream stream() {
    return new Stream(this, params, streamWarmup);
  }

  /** A session of one thread. */
  public Session session(int maxBatch) {
    return session(maxBatch, 1);
  }

  /** A session that shares its work among threads; close it. */
  public Session session(int maxBatch, int threads) {
    return new Session(this, params, maxBatch, threads, warmup);
  }

  /**
   * Borrows a session; give it back with {@link #release}.
   *
   * @param batch 1..{@value #POOLED_BATCH}
   */
  public Session acquire(int batch) {
    return (batch == 1 ? singles : batches).take();
  }

  /**
   * Gives a session back, after its outputs were copied.
   *
   * @throws IllegalArgumentException if the session is another model's
   */
  public void release(Session session) {
    if (!session.serves(this)) {
      throw new IllegalArgumentException("a session of another model of " + spec().network());
    }
    (session.maxBatch() == 1 ? singles : batches).put(session);
  }

  /**
   * Predicts one example.
   *
   * @param inputs by name: {@code float[]}, {@code int[]}, {@code Float}, {@code Integer}, {@code
   *     Boolean} or {@link Image}
   * @return outputs by name: {@code float[]} or {@code int[]}, also for single values
   * @throws IllegalArgumentException if an input is missing, unknown, of the wrong type or size
   */
  public Map<String, Object> run(Map<String, ?> inputs) {
    Session session = acquire(1);
    Row row = session.row(0);
    inputs.forEach((name, value) -> put(row, name, value));
    row.complete(false);
    session.run(1);
    Map<String, Object> outputs = outputs(session);
    release(session);
    return outputs;
  }

  /** The outputs of a session's first row by name, copied: {@code float[]} or {@code int[]}. */
  public Map<String, Object> outputs(Session session) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (BorderSpec border : spec().borders()) {
      if (border.kind() == BorderSpec.Kind.OUTPUT) {
        String name = border.name();
        int count =
            border.ragged()
                ? session.steps(name, 0) * border.valuesPerStep()
                : border.valuesPerExample();
        outputs.put(
            name,
            border.element() == BorderSpec.Element.F32
                ? Arrays.copyOf(session.output(name), count)
                : Arrays.copyOf(session.intOutput(name), count));
      }
    }
    return outputs;
  }

  private void put(Row row, String name, Object value) {
    if (spec().borders().get(spec().border(name)).kind() != BorderSpec.Kind.INPUT) {
      throw new IllegalArgumentException(spec().network() + ".predict: " + name + " is no input");
    }
    if (value instanceof float[] floats) {
      row.put(name, floats);
    } else if (value instanceof float[][] steps) {
      row.put(name, steps);
    } else if (value instanceof int[] ints) {
      row.put(name, ints);
    } else if (value instanceof Float number) {
      row.put(name, number);
    } else if (value instanceof Integer number) {
      row.put(name, number);
    } else if (value instanceof Boolean truth) {
      row.put(name, truth);
    } else if (value instanceof Image image) {
      row.put(name, image);
    } else {
      throw new IllegalArgumentException(
          spec().network()
              + ".predict: "
              + name
              + (value == null ? " is null" : " is a " + value.getClass().getName()));
    }
  }

  /** Idle sessions of one size; as many are kept as threads can use at once. */
  private final class Pool {
    private final int maxBatch;
    private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Pool(int maxBatch) {
      this.maxBatch = maxBatch;
    }

    Session take() {
      Session session = idle.poll();
      if (session == null) {
        return session(maxBatch);
      }
      count.decrementAndGet();
      return session;
    }

    void put(Session session) {
      if (count.incrementAndGet() <= 2 * Runtime.getRuntime().availableProcessors()) {
        idle.add(session);
      } else {
        count.decrementAndGet();
      }
    }
  }
}
