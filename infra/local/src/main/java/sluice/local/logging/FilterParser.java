package sluice.local.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link LogFilter}s by recursive descent. */
final class FilterParser {

  private enum Kind {
    TEXT,
    QUOTED,
    OPERATOR,
    OPEN,
    CLOSE,
    END
  }

  private record Token(Kind kind, String text, int at) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|--[^\\n]*|(\"(?:[^\"\\\\]|\\\\.)*\")|(=~|!~|!=|>=|<=|=|>|<|:)|(\\()|(\\))"
              + "|([^\\s\"=!<>:()]+)");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  FilterParser(String text) {
    this.text = text;
  }

  LogFilter parse() {
    tokenize();
    if (peek().kind() == Kind.END) {
      return new LogFilter.All();
    }
    LogFilter filter = conjunction();
    if (peek().kind() != Kind.END) {
      throw wrong("expected the end");
    }
    return filter;
  }

  private void tokenize() {
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new FilterException(
            "filter, at character %d: '%s' begins nothing that is known. Quote text that is not a"
                    .formatted(at + 1, text.substring(at, at + 1))
                + " plain word.");
      }
      if (matcher.group(1) != null) {
        tokens.add(new Token(Kind.QUOTED, unquoted(matcher.group(1)), at));
      } else if (matcher.group(2) != null) {
        tokens.add(new Token(Kind.OPERATOR, matcher.group(2), at));
      } else if (matcher.group(3) != null) {
        tokens.add(new Token(Kind.OPEN, "(", at));
      } else if (matcher.group(4) != null) {
        tokens.add(new Token(Kind.CLOSE, ")", at));
      } else if (matcher.group(5) != null) {
        tokens.add(new Token(Kind.TEXT, matcher.group(5), at));
      }
      at = matcher.end();
    }
    tokens.add(new Token(Kind.END, "its end", text.length()));
  }

  /** Alternatives, joined by {@code AND} or by nothing. */
  private LogFilter conjunction() {
    LogFilter left = alternative();
    while (peek().kind() != Kind.END && peek().kind() != Kind.CLOSE) {
      if (word("AND")) {
        take();
      }
      left = new LogFilter.And(left, alternative());
    }
    return left;
  }

  private LogFilter alternative() {
    LogFilter left = negation();
    while (word("OR")) {
      take();
      left = new LogFilter.Or(left, negation());
    }
    return left;
  }

  private LogFilter negation() {
    if (word("NOT")) {
      take();
      return new LogFilter.Not(negation());
    }
    Token token = peek();
    if (token.kind() == Kind.TEXT && token.text().startsWith("-") && token.text().length() > 1) {
      tokens.set(next, new Token(Kind.TEXT, token.text().substring(1), token.at() + 1));
      return new LogFilter.Not(negation());
    }
    return primary();
  }

  private LogFilter primary() {
    if (peek().kind() == Kind.OPEN) {
      take();
      LogFilter inner = conjunction();
      if (peek().kind() != Kind.CLOSE) {
        throw wrong("expected a closing parenthesis");
      }
      take();
      return inner;
    }
    if (peek().kind() != Kind.TEXT && peek().kind() != Kind.QUOTED) {
      throw wrong("expected a field, like severity>=ERROR");
    }
    Token token = take();
    List<String> path = path(token);
    if (peek().kind() != Kind.OPERATOR) {
      return new LogFilter.Anywhere(String.join(".", path));
    }
    return comparison(path, operator(take().text()));
  }

  /** {@code a.b."c d".e}: quoted parts stand right beside their dots. */
  private List<String> path(Token first) {
    List<String> path = new ArrayList<>();
    Token token = first;
    while (true) {
      if (token.kind() == Kind.QUOTED) {
        path.add(token.text());
      } else {
        for (String part : token.text().split("\\.")) {
          if (!part.isEmpty()) {
            path.add(part);
          }
        }
      }
      Token follower = peek();
      boolean joined =
          (follower.kind() == Kind.QUOTED && token.text().endsWith("."))
              || (follower.kind() == Kind.TEXT
                  && token.kind() == Kind.QUOTED
                  && follower.text().startsWith("."));
      if (!joined) {
        return path;
      }
      token = take();
    }
  }

  private LogFilter comparison(List<String> path, Comparison.Operator operator) {
    if (peek().kind() == Kind.OPEN) {
      take();
      LogFilter values = value(path, operator);
      while (peek().kind() != Kind.CLOSE) {
        boolean any = word("OR");
        if (!any && !word("AND")) {
          throw wrong("expected OR, AND or a closing parenthesis");
        }
        take();
        LogFilter more = value(path, operator);
        values = any ? new LogFilter.Or(values, more) : new LogFilter.And(values, more);
      }
      take();
      return values;
    }
    return value(path, operator);
  }

  private LogFilter value(List<String> path, Comparison.Operator operator) {
    if (peek().kind() != Kind.TEXT && peek().kind() != Kind.QUOTED) {
      throw wrong("expected a value");
    }
    Token token = take();
    StringBuilder value = new StringBuilder(token.text());
    // An unquoted time holds colons: 2026-01-31T09:00:00Z.
    while (token.kind() == Kind.TEXT && adjoins(":")) {
      value.append(take().text()).append(take().text());
    }
    check(path, operator, value.toString());
    return new LogFilter.Field(path, new Comparison(operator, value.toString()));
  }

  private boolean adjoins(String operator) {
    Token before = tokens.get(next - 1);
    return peek().kind() == Kind.OPERATOR
        && peek().text().equals(operator)
        && peek().at() == before.at() + before.text().length()
        && tokens.get(next + 1).kind() == Kind.TEXT;
  }

  private static void check(List<String> path, Comparison.Operator operator, String value) {
    boolean compares = operator.compares() && path.size() == 1;
    if (compares && path.get(0).equals("severity")) {
      Comparison.gravity(value);
    } else if (compares && path.get(0).equals("timestamp")) {
      Comparison.instant(value);
    } else if (operator.name().endsWith("MATCHES")) {
      try {
        Pattern.compile(value);
      } catch (java.util.regex.PatternSyntaxException e) {
        throw new FilterException("'%s' is not a regular expression.".formatted(value));
      }
    }
  }

  private static Comparison.Operator operator(String symbol) {
    return switch (symbol) {
      case "=" -> Comparison.Operator.EQUAL;
      case "!=" -> Comparison.Operator.NOT_EQUAL;
      case ">" -> Comparison.Operator.GREATER;
      case ">=" -> Comparison.Operator.AT_LEAST;
      case "<" -> Comparison.Operator.LESS;
      case "<=" -> Comparison.Operator.AT_MOST;
      case ":" -> Comparison.Operator.HAS;
      case "=~" -> Comparison.Operator.MATCHES;
      default -> Comparison.Operator.NOT_MATCHES;
    };
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private boolean word(String word) {
    return peek().kind() == Kind.TEXT && peek().text().equals(word);
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  private FilterException wrong(String expected) {
    return new FilterException(
        "filter, at character %d: found '%s', but %s."
            .formatted(peek().at() + 1, peek().text(), expected));
  }
}
