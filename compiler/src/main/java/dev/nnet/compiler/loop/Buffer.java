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

  /**
   * How a buffer lies in row arrays: scratch of the worker, a {@code float[]} for each row. Offset
   * {@code length * r + j} is element j of row r.
   *
   * @param count rows
   * @param length floats in a row
   * @param eachUnit whether every unit of the running chunk has that many rows
   */
  public record Rows(long count, long length, boolean eachUnit) {
    /** Rows for a round of so many units. */
    public long in(long units) {
      return eachUnit ? count * units : count;
    }
  }

  private final String name;
  private final Element element;
  private final Access access;
  private final Rows rows;

  public Buffer(String name, Element element, Access access) {
    this(name, element, access, null);
  }

  private Buffer(String name, Element element, Access access, Rows rows) {
    this.name = name;
    this.element = element;
    this.access = access;
    this.rows = rows;
  }

  /** A buffer that a kernel has for itself. */
  public static Buffer of(String name, Rows rows) {
    return new Buffer(name, Element.F32, Access.READ_WRITE, rows);
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

  /** Null if the buffer is a part of one array. */
  public Rows rows() {
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }
}
