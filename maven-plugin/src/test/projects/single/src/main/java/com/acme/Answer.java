package com.acme;

import java.util.function.Supplier;

/** What the network answers to ones. */
public final class Answer implements Supplier<float[]> {
  @Override
  public float[] get() {
    return Half.create(1).predict(new float[] {1, 1, 1, 1}).y();
  }
}
