package dev.nnet.compiler.loop;

/**
 * A named array argument of a kernel. At run time it is an array and the index where the buffer
 * begins; offsets in loads and stores are relative to that index. Identity matters, names are for
 * people.
 */
public final class Buffer {
  /** What a kernel may do with a buffer. */
  public enum Access {
    READ,
    WRITE,
    READ_WRITE
  }

  /**
   * The elements: {@code float[]} or {@code int[]}; loads and stores of ints convert from and to
   * float, exactly below 2^24.
   */
  public enum Element {
    F32,
    I32
  }

  private final String name;
  private final Element element;
  private final Access access;

  public Buffer(String name, Element element, Access access) {
    this.name = name;
    this.element = element;
    this.access = access;
  }

  public String name() {
    return name;
  }

  public Element element() {
    return element;
  }

  public Access access() {
    return access;
  }

  @Override
  public String toString() {
    return name;
  }
}
