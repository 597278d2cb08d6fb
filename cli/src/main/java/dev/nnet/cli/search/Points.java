package dev.nnet.cli.search;

import dev.nnet.compiler.elaborate.Range;
import dev.nnet.compiler.elaborate.Range.Setting;
import dev.nnet.compiler.elaborate.Search;
import dev.nnet.runtime.random.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where trials lie: points of the unit cube, an axis for each range.
 *
 * <p>Random points (J. Bergstra and Y. Bengio, Random Search for Hyper-Parameter Optimization,
 * 2012) are drawn for each range by its own name, so that another range leaves those of the first
 * as they are. Points of a Halton sequence (J. Halton, On the efficiency of certain quasi-random
 * sequences of points in evaluating multi-dimensional integrals, 1960) fill the cube more evenly:
 * the k-th has as its coordinates the digits of k, mirrored at the point, in the first primes as
 * bases. They are moved by a random vector, modulo 1 (R. Cranley and T. Patterson, 1976), which is
 * what the seed decides.
 */
final class Points {
  /** Points that are looked at for each trial, where few values are left. */
  private static final int TRIES = 100;

  private final Search search;
  private final List<RandomStream> streams = new ArrayList<>();

  Points(Search search) {
    this.search = search;
    search
        .ranges()
        .forEach(r -> streams.add(new RandomStream(search.seed(), "search/" + r.name())));
  }

  /** The settings of all trials: fewer where the ranges do not hold as many that differ. */
  List<Map<String, Setting>> trials() {
    List<Map<String, Setting>> trials = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    for (long k = 0; trials.size() < search.trials() && k < (long) TRIES * search.trials(); k++) {
      Map<String, Setting> settings = settings(k);
      if (known.add(settings.values().stream().map(Setting::text).toList())) {
        trials.add(settings);
      }
    }
    return trials;
  }

  private Map<String, Setting> settings(long number) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    int axis = 0;
    for (Range range : search.ranges()) {
      settings.put(range.name(), range.at(coordinate(axis, number)));
      axis++;
    }
    return settings;
  }

  /** At least 0, below 1. */
  double coordinate(int axis, long number) {
    RandomStream stream = streams.get(axis);
    if (!search.halton()) {
      return stream.uniform(number);
    }
    double moved = mirrored(number + 1, prime(axis)) + stream.uniform(0);
    return moved - Math.floor(moved);
  }

  /** The radical inverse: the digits of a number behind the point, the last one first. */
  static double mirrored(long number, int base) {
    double result = 0;
    double unit = 1;
    for (long rest = number; rest > 0; rest /= base) {
      unit /= base;
      result += unit * (rest % base);
    }
    return result;
  }

  /** The prime with this number, from 0. */
  static int prime(int number) {
    int prime = 2;
    for (int left = number; left > 0; left--) {
      do {
        prime++;
      } while (!isPrime(prime));
    }
    return prime;
  }

  private static boolean isPrime(int n) {
    for (int d = 2; d * d <= n; d++) {
      if (n % d == 0) {
        return false;
      }
    }
    return true;
  }
}
