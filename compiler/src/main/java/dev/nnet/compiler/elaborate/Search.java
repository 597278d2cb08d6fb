package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.elaborate.Range.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@code search} section says.
 *
 * @param ranges of parameters, in order of text
 * @param objective what trials are judged by: {@code maximize(accuracy)}
 * @param trials at most
 * @param seed of the places where trials lie
 * @param halton whether these are points of a Halton sequence, not random ones
 * @param halving the part of the trials that goes on is one in so many; 0 if all are trained to the
 *     end
 * @param base the network whose parameters they are
 * @param given its arguments by name, where the network is a variant
 */
public record Search(
    List<Range> ranges,
    String objective,
    int trials,
    long seed,
    boolean halton,
    int halving,
    String base,
    Map<String, String> given) {

  /** The network with these values, as a text would call it: {@code Penguins(rate=0.003)}. */
  public String call(Map<String, Setting> settings) {
    Map<String, String> all = new LinkedHashMap<>(given);
    settings.forEach((name, setting) -> all.put(name, setting.text()));
    return all.entrySet().stream()
        .map(a -> a.getKey() + "=" + a.getValue())
        .collect(Collectors.joining(", ", base + "(", ")"));
  }
}
