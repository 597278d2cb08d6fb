package dev.nnet.compiler.elaborate;

import dev.nnet.compiler.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/** Compile-time arithmetic: whole numbers of 64 bits, exact division, truth values. */
final class Constants {
  private Constants() {}

  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double;
  }

  static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** A result as a whole number where it is one and its operands were. */
  private static Object exact(double value, boolean whole) {
    return whole && value == Math.rint(value) && Math.abs(value) < 0x1p53
        ? (Object) (long) value
        : (Object) value;
  }

  static Object binary(String operator, Object a, Object b, Span span) {
    if (operator.equals("==") || operator.equals("!=")) {
      boolean equal = isNumber(a) && isNumber(b) ? number(a) == number(b) : a.equals(b);
      return equal == operator.equals("==");
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      switch (operator) {
        case "&&":
          return x && y;
        case "||":
          return x || y;
        default:
      }
    }
    if (!isNumber(a) || !isNumber(b)) {
      throw Problem.of("NN117", span, "'" + operator + "' needs two numbers here");
    }
    return arithmetic(operator, a, b, span);
  }

  private static Object arithmetic(String operator, Object a, Object b, Span span) {
    double x = number(a);
    double y = number(b);
    boolean whole = a instanceof Long && b instanceof Long;
    try {
      switch (operator) {
        case "+":
          return whole ? (Object) Math.addExact((Long) a, (Long) b) : (Object) (x + y);
        case "-":
          return whole ? (Object) Math.subtractExact((Long) a, (Long) b) : (Object) (x - y);
        case "*":
          return whole ? (Object) Math.multiplyExact((Long) a, (Long) b) : (Object) (x * y);
        case "/":
          if (y == 0) {
            throw Problem.of("NN117", span, "division by zero");
          }
          return whole && (Long) a % (Long) b == 0
              ? (Object) ((Long) a / (Long) b)
              : (Object) (x / y);
        case "%":
          if (y == 0) {
            throw Problem.of("NN117", span, "division by zero");
          }
          return exact(x - Math.floor(x / y) * y, whole);
        case "^":
          return exact(Math.pow(x, y), whole);
        case "<":
          return x < y;
        case "<=":
          return x <= y;
        case ">":
          return x > y;
        case ">=":
          return x >= y;
        default:
          throw Problem.of("NN117", span, "'" + operator + "' does not work on numbers");
      }
    } catch (ArithmeticException e) {
      throw Problem.of("NN117", span, "this number does not fit in 64 bits");
    }
  }

  /** A built-in function of numbers; null if there is none of that name. */
  static Object call(String name, List<Object> a, Span span) {
    boolean numbers = !a.isEmpty() && a.stream().allMatch(Constants::isNumber);
    switch (name) {
      case "height":
        return a.get(0) instanceof List<?> pair ? pair.get(0) : a.get(0);
      case "width":
        return a.get(0) instanceof List<?> pair ? pair.get(pair.size() - 1) : a.get(0);
      case "floor":
        return numbers ? (Object) (long) Math.floor(number(a.get(0))) : null;
      case "ceil":
        return numbers ? (Object) (long) Math.ceil(number(a.get(0))) : null;
      case "round":
        return numbers ? (Object) Math.round(number(a.get(0))) : null;
      case "log2":
        return numbers ? exact(Math.log(number(a.get(0))) / Math.log(2), true) : null;
      case "make_divisible":
        return numbers && a.size() == 2
            ? (Object) divisible(number(a.get(0)), (Long) a.get(1))
            : null;
      default:
        return null;
    }
  }

  /** The nearest multiple, but not below 90 % of the value (Sandler et al., 2018). */
  private static long divisible(double value, long divisor) {
    long near = Math.max(divisor, (long) (value + divisor / 2.0) / divisor * divisor);
    return near < 0.9 * value ? near + divisor : near;
  }

  /** As printed in messages and optimizer texts. */
  static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Constants::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value);
  }
}
