package dev.nnet.compiler.schedule;

/** In which array a tensor lies. */
public enum Region {
  /** The flat array of parameters; constant offset. */
  PARAMETERS,
  /** The flat array of gradients, of the same layout. */
  GRADIENTS,
  /** What follows from parameters alone, computed once before the first run. */
  PREPARED,
  /** An input, target, output, loss or metric of floats: an array of its own. */
  FLOAT_BORDER,
  /** An input or target of whole numbers. */
  INT_BORDER,
  /** Planned memory; the planner says which part of the arena. */
  ARENA
}
