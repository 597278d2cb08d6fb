package dev.nnet.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random walks through the parser's network of states give sentences of the language. All of them
 * parse, and none in two ways.
 */
class RandomSentenceTest {
  private static final int SENTENCES = 500;

  /** Walks from the start of the file rule to its end. */
  private static final class Walk {
    private static final int LONG = 40;

    private final Random random;
    private final ATN atn = NnetParser._ATN;
    private final long[] shortest;
    private final List<String> words = new ArrayList<>();

    Walk(long seed) {
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

    String sentence() {
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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everySentenceParsesInOneWay(long seed) {
    for (int i = 0; i < SENTENCES; i++) {
      String text = new Walk(seed * SENTENCES + i).sentence();
      assertThatCode(() -> CorpusTest.parse(text)).as(text).doesNotThrowAnyException();
    }
  }

  /** The walks reach every rule's words, or they would prove little. */
  @Test
  void sentencesUseTheWholeLanguage() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < SENTENCES; i++) {
      all.append(' ').append(new Walk(i).sentence());
    }
    for (int type = 1; type <= NnetParser.VOCABULARY.getMaxTokenType(); type++) {
      String literal = NnetParser.VOCABULARY.getLiteralName(type);
      if (literal != null) {
        assertThat(all).contains(literal.substring(1, literal.length() - 1));
      }
    }
  }
}
