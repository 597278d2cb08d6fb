package dev.nnet.runtime;

/** The program that computes nothing and needs no room. */
final class NoProgram extends Program {
  @Override
  public int steps() {
    return 0;
  }

  @Override
  public int extent(int step, int batch) {
    return 1;
  }

  @Override
  public int grain(int step) {
    return 1;
  }

  @Override
  public void run(int step, Memory memory, int batch, int from, int to, int worker) {}

  @Override
  public int fixedFloats(int capacity) {
    return 0;
  }

  @Override
  public int floatsPerExample(int capacity) {
    return 0;
  }

  @Override
  public int scratchFloats(int capacity) {
    return 0;
  }

  @Override
  public int rows() {
    return 0;
  }

  @Override
  public int rowLength() {
    return 0;
  }
}
