package dev.nnet.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.PrecedencePredicateTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;

/**
 * A sentence of the language: a random walk through the parser's network of states, from the start
 * of the file rule to its end.
 */
public final class RandomSentence {
  private static final int LONG = 40;

  private final Random random;
  private final ATN atn = NnetParser._ATN;
  private final long[] shortest;
  private final List<String> words = new ArrayList<>();

  public RandomSentence(long seed) {
    this.random = new Random(seed);
    this.shortest = shortest();
  }

  /** The fewest tokens from each state to the end of its rule. */
  private long[] shortest() {
    long[] least = new long[atn.states.size()];
    Arrays.fill(least, Integer.MAX_VALUE);
    for (ATNState s : atn.ruleToStopState) {
      least[s.stateNumber] = 0;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (ATNState s : atn.states) {
        for (Transition t : s.getTransitions()) {
          long cost = s instanceof RuleStopState ? Integer.MAX_VALUE : cost(t, least);
          if (cost < least[s.stateNumber]) {
            least[s.stateNumber] = cost;
            changed = true;
          }
        }
      }
    }
    return least;
  }

  private static long cost(Transition t, long[] least) {
    if (t instanceof RuleTransition r) {
      return least[r.target.stateNumber] + least[r.followState.stateNumber] + 1;
    }
    return least[t.target.stateNumber] + (t.isEpsilon() ? 0 : 1);
  }

  /** Its words, with a space between them. */
  public String text() {
    rule(atn.ruleToStartState[NnetParser.RULE_file], 0);
    return String.join(" ", words);
  }

  private void rule(ATNState start, int precedence) {
    ATNState at = start;
    while (!(at instanceof RuleStopState)) {
      Transition t = choose(at, precedence);
      if (t instanceof RuleTransition r) {
        rule(r.target, r.precedence);
        at = r.followState;
      } else {
        if (!t.isEpsilon()) {
          word(t);
        }
        at = t.target;
      }
    }
  }

  /** Whether a way leads only to operators that bind less than the one around it. */
  private static boolean blocked(Transition t, int precedence) {
    if (t instanceof PrecedencePredicateTransition p) {
      return p.precedence < precedence;
    }
    if (!t.isEpsilon() || t instanceof RuleTransition || t.target instanceof RuleStopState) {
      return false;
    }
    return Arrays.stream(t.target.getTransitions()).allMatch(n -> blocked(n, precedence));
  }

  /** Any way on; the shortest when the sentence is long enough. */
  private Transition choose(ATNState at, int precedence) {
    List<Transition> open = new ArrayList<>();
    Transition nearest = null;
    for (Transition t : at.getTransitions()) {
      if (blocked(t, precedence)) {
        continue;
      }
      open.add(t);
      nearest = nearest == null || cost(t, shortest) < cost(nearest, shortest) ? t : nearest;
    }
    return words.size() > LONG ? nearest : open.get(random.nextInt(open.size()));
  }

  private void word(Transition t) {
    int[] types = t.label().toArray();
    int type = types[random.nextInt(types.length)];
    switch (type) {
      case Token.EOF -> {}
      case NnetLexer.ID -> words.add("abcxyz".charAt(random.nextInt(6)) + "");
      case NnetLexer.INT -> words.add(Integer.toString(random.nextInt(100)));
      case NnetLexer.FLOAT -> words.add("0.5");
      case NnetLexer.STRING -> words.add("\"s\"");
      default -> words.add(NnetParser.VOCABULARY.getLiteralName(type).replaceAll("^'|'$", ""));
    }
  }
}
