package dev.nnet.runtime;

/**
 * What the compiler knows about one network: its {@link ModelSpec} and its programs.
 *
 * <p>The compiler writes one subclass per {@code network} declaration, public and with a public
 * no-argument constructor. A network holds no weights; {@link Model} pairs it with them. Programs
 * are created on demand, so a class that is never asked for is never loaded: this is how vector
 * code stays away from JVMs without the module {@code jdk.incubator.vector}.
 */
public abstract class Network {
  private volatile ModelSpec spec;

  /** The constant text of {@link #spec()}, as {@link ModelSpec#toText()} wrote it. */
  public abstract String specText();

  /** What the {@code output}s need: a forward pass over the input borders. */
  public abstract Program inference(boolean vector);

  /**
   * One step of inference over a sequence: borders of kind CARRY go in and those of kind NEXT come
   * out. Null unless the compiler has shown that no step depends on one that follows.
   */
  public Program stream(boolean vector) {
    return null;
  }

  /**
   * One training step's gradients: forward, loss, metrics and backward. It <em>overwrites</em> all
   * of {@link Memory#gradients} except layout gaps, which stay zero; nobody clears them between
   * steps.
   *
   * @param section name of the {@code train} section, empty for the unnamed one
   * @throws IllegalArgumentException if there is no such section
   */
  public abstract Program training(String section, boolean vector);

  /** Forward, loss and metrics of a {@code train} section without the backward pass. */
  public abstract Program evaluation(String section, boolean vector);

  /** Layout, borders and settings; parsed once. */
  public final ModelSpec spec() {
    ModelSpec known = spec;
    if (known == null) {
      known = ModelSpec.parse(specText());
      spec = known;
    }
    return known;
  }
}
