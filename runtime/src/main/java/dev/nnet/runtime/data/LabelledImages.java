package dev.nnet.runtime.data;

import dev.nnet.runtime.Image;

/** Pictures, each of one class. */
public interface LabelledImages extends Dataset {
  /** A picture, before any preprocessing. */
  Image image(int index);

  /** The number of a picture's class, from 0. */
  int label(int index);
}
