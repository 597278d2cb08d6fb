package dev.nnet.cli.draw;

import dev.nnet.cli.draw.Diagram.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where the stacks of a diagram stand, from top to bottom: in layers, with few crossings, each near
 * the middle of its neighbours (Sugiyama, Tagawa, Toda: Methods for visual understanding of
 * hierarchical system structures, 1981).
 *
 * <p>An edge over several layers gets a place in each, so that it passes beside what stands there.
 */
final class Layout {
  /** Between stacks side by side, and between layers: room for a shape. */
  static final double BESIDE = 26;

  static final double BELOW = 42;

  private static final double BEND = 12;
  private static final int SWEEPS = 12;
  private static final double ALONE = 8;

  /** A corner of an edge. */
  record Point(double x, double y) {}

  /** A stack, or the place of an edge in a layer. */
  private static final class Spot {
    final int stack;
    final double width;
    final List<Spot> above = new ArrayList<>();
    final List<Spot> below = new ArrayList<>();
    double order;
    double x;

    Spot(int stack, double width, double order) {
      this.stack = stack;
      this.width = width;
      this.order = order;
    }

    /** The middle of the neighbours; one that is alone with it counts most: lines get straight. */
    double middle() {
      double sum = 0;
      double weights = 0;
      for (Spot s : above) {
        double weight = above.size() == 1 && s.below.size() == 1 ? ALONE : 1;
        sum += weight * s.x;
        weights += weight;
      }
      for (Spot s : below) {
        double weight = below.size() == 1 && s.above.size() == 1 ? ALONE : 1;
        sum += weight * s.x;
        weights += weight;
      }
      return weights == 0 ? x : sum / weights;
    }
  }

  private final double[] heights;
  private final List<List<Spot>> layers = new ArrayList<>();
  private final Spot[] spots;
  private final int[] layer;
  private final double[] tops;
  private final double[] bottoms;
  private final List<List<Spot>> routes = new ArrayList<>();
  private double width;

  /** Sizes of the stacks, and the edges between them. */
  Layout(double[] widths, double[] heights, List<Edge> edges) {
    this.heights = heights;
    this.spots = new Spot[widths.length];
    this.layer = layer(widths.length, edges);
    for (int i = 0; i < widths.length; i++) {
      spots[i] = spot(i, widths[i], i, layer[i]);
    }
    for (Edge e : edges) {
      routes.add(e.back() ? List.of(spots[e.from()], spots[e.to()]) : route(e));
    }
    layers.forEach(l -> l.sort(Comparator.comparingDouble(s -> s.order)));
    untangle();
    place();
    this.tops = new double[layers.size()];
    this.bottoms = new double[layers.size()];
    stand();
  }

  /** The longest way to each stack; what needs nothing stands right above what needs it. */
  private static int[] layer(int count, List<Edge> edges) {
    int[] layer = new int[count];
    boolean[] begins = new boolean[count];
    Arrays.fill(begins, true);
    for (int i = 0; i < count; i++) {
      for (Edge e : edges) {
        if (e.to() == i && !e.back()) {
          layer[i] = Math.max(layer[i], layer[e.from()] + 1);
          begins[i] = false;
        }
      }
    }
    for (int i = 0; i < count; i++) {
      int first = Integer.MAX_VALUE;
      for (Edge e : edges) {
        first = e.from() == i && !e.back() ? Math.min(first, layer[e.to()]) : first;
      }
      layer[i] = begins[i] && first < Integer.MAX_VALUE ? first - 1 : layer[i];
    }
    return layer;
  }

  private Spot spot(int stack, double width, double order, int inLayer) {
    while (layers.size() <= inLayer) {
      layers.add(new ArrayList<>());
    }
    Spot spot = new Spot(stack, width, order);
    layers.get(inLayer).add(spot);
    return spot;
  }

  private List<Spot> route(Edge e) {
    List<Spot> route = new ArrayList<>(List.of(spots[e.from()]));
    for (int l = layer[e.from()] + 1; l <= layer[e.to()]; l++) {
      boolean end = l == layer[e.to()];
      // a way around goes right of what is on the way
      Spot next = end ? spots[e.to()] : spot(-1, BEND, e.to() + 0.5, l);
      Spot last = route.get(route.size() - 1);
      last.below.add(next);
      next.above.add(last);
      route.add(next);
    }
    return route;
  }

  /** Orders each layer by the middle of its neighbours, downwards and upwards in turn. */
  private void untangle() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int k = 1; k < layers.size(); k++) {
        List<Spot> row = layers.get(down ? k : layers.size() - 1 - k);
        List<Spot> fixed = layers.get(down ? k - 1 : layers.size() - k);
        for (Spot s : row) {
          List<Spot> near = down ? s.above : s.below;
          s.order = near.stream().mapToInt(fixed::indexOf).average().orElse(row.indexOf(s));
        }
        row.sort(Comparator.comparingDouble(s -> s.order));
      }
    }
  }

  private void place() {
    for (int sweep = 0; sweep < 4 * SWEEPS; sweep++) {
      for (int k = 0; k < layers.size(); k++) {
        List<Spot> row = layers.get(sweep % 2 == 0 ? k : layers.size() - 1 - k);
        double[] wanted = new double[row.size()];
        for (int i = 0; i < wanted.length; i++) {
          wanted[i] = row.get(i).middle();
        }
        spread(row, wanted);
      }
    }
    double left = Double.MAX_VALUE;
    double right = 0;
    for (List<Spot> row : layers) {
      for (Spot s : row) {
        left = Math.min(left, s.x - s.width / 2);
        right = Math.max(right, s.x + s.width / 2);
      }
    }
    for (List<Spot> row : layers) {
      for (Spot s : row) {
        s.x -= left;
      }
    }
    width = right - left;
  }

  /** The places nearest to those wanted that keep order and distance: pools what would overlap. */
  private static void spread(List<Spot> row, double[] wanted) {
    int count = row.size();
    double[] offset = new double[count];
    for (int i = 1; i < count; i++) {
      double apart = (row.get(i - 1).width + row.get(i).width) / 2 + BESIDE;
      offset[i] = offset[i - 1] + apart;
    }
    double[] sum = new double[count];
    int[] size = new int[count];
    int pools = 0;
    for (int i = 0; i < count; i++) {
      sum[pools] = wanted[i] - offset[i];
      size[pools++] = 1;
      while (pools > 1 && sum[pools - 2] / size[pools - 2] > sum[pools - 1] / size[pools - 1]) {
        pools--;
        sum[pools - 1] += sum[pools];
        size[pools - 1] += size[pools];
      }
    }
    int next = 0;
    for (int p = 0; p < pools; p++) {
      for (int k = 0; k < size[p]; k++, next++) {
        row.get(next).x = sum[p] / size[p] + offset[next];
      }
    }
  }

  private void stand() {
    double y = 0;
    for (int l = 0; l < tops.length; l++) {
      double height = 0;
      for (Spot s : layers.get(l)) {
        height = Math.max(height, s.stack < 0 ? 0 : heights[s.stack]);
      }
      tops[l] = y;
      bottoms[l] = y + height;
      y += height + BELOW;
    }
  }

  /** The middle of a stack. */
  double x(int stack) {
    return spots[stack].x;
  }

  /** The upper end of a stack. */
  double y(int stack) {
    return tops[layer[stack]];
  }

  double width() {
    return width;
  }

  double height() {
    return bottoms[bottoms.length - 1];
  }

  /** The corners of an edge, by its place in the list: straight down through layers. */
  List<Point> route(int edge) {
    List<Point> points = new ArrayList<>();
    List<Spot> route = routes.get(edge);
    for (Spot s : route) {
      boolean first = points.isEmpty();
      int l = s.stack < 0 ? layer[route.get(0).stack] + route.indexOf(s) : layer[s.stack];
      if (!first) {
        points.add(new Point(s.x, tops[l]));
      }
      if (first) {
        points.add(new Point(s.x, tops[l] + heights[s.stack]));
      } else if (s.stack < 0) {
        points.add(new Point(s.x, bottoms[l]));
      }
    }
    return points;
  }
}
