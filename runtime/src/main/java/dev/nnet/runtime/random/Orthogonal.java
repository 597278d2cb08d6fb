package dev.nnet.runtime.random;

import java.util.List;

/**
 * Draws a matrix with orthonormal rows (or columns, if there are fewer of them), uniformly over all
 * of them: A. Saxe, J. McClelland, S. Ganguli, Exact solutions to the nonlinear dynamics of
 * learning in deep linear neural networks, 2013. The first dimension counts the rows, the others
 * together the columns.
 *
 * <p>A normal matrix is orthonormalised by Gram and Schmidt, twice over (so that the result is
 * orthogonal to working precision), in double and in a fixed order. Dividing by a positive norm
 * makes the distribution uniform (F. Mezzadri 2007).
 *
 * @param gain factor of the result
 */
record Orthogonal(double gain) implements Initializer {
  @Override
  public float[] values(List<Integer> dims, RandomStream stream) {
    if (dims.size() < 2) {
      throw new IllegalArgumentException("orthogonal needs a matrix, not " + dims);
    }
    int rows = dims.get(0);
    int columns = dims.stream().skip(1).reduce(1, Math::multiplyExact);
    boolean wide = rows <= columns;
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int v = 0; v < vectors.length; v++) {
      for (int k = 0; k < vectors[v].length; k++) {
        vectors[v][k] = stream.normal((long) v * vectors[v].length + k);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int earlier = 0; earlier < v; earlier++) {
          subtract(vectors[v], vectors[earlier], dot(vectors[v], vectors[earlier]));
        }
        double norm = Math.sqrt(dot(vectors[v], vectors[v]));
        for (int k = 0; k < vectors[v].length; k++) {
          vectors[v][k] /= norm;
        }
      }
    }
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        values[r * columns + c] = (float) (gain * (wide ? vectors[r][c] : vectors[c][r]));
      }
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] direction, double length) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= length * direction[k];
    }
  }
}
