package org.messageboard.http;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one module of main.js and all modules that it imports, directly or not, so that a browser
 * loads them at once.
 *
 * <p>Each module becomes a function that is called once, after those of its imports; the bundle
 * keeps its exports in a constant and exports that. At the address of a bundled module is a stub
 * that exports them again: a module that is loaded later shares the instance in the bundle. The
 * constants are named by path, so that a stub fits the bundle of a neighbouring version, too.
 *
 * <p>It is no parser. Statements begin their lines, and these are all that it understands:
 *
 * <pre>
 * import './a.js';
 * import { a, b as c } from './a.js';  // also over several lines
 * export const a = 1;                  // also function, function*, async function and class
 * import('./a.js')                     // anywhere in a line
 * </pre>
 *
 * It refuses other imports and exports, {@code import.meta} and cycles. A module cannot await
 * anything at its top level.
 */
final class Bundle {

  static final String MAIN = "/js/main.js";

  private static final URI DIRECTORY = URI.create(MAIN).resolve(".");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:\\{([^}]*)\\} from )?'(\\.{1,2}/[^']+)';");

  private static final Pattern EXPORT =
      Pattern.compile(
          "(?m)^export (?=(?:const|function|function\\*|async function|class) ([\\w$]+))");

  private static final Pattern DYNAMIC = Pattern.compile("\\bimport\\('(\\.{1,2}/[^']+)'\\)");

  private static final Pattern UNKNOWN =
      Pattern.compile(
          "(?m)^(?:import\\b(?! *\\()|export\\b|.*\\bimport(?:\\.meta| *\\((?!'\\./))).*$");

  private final Map<String, PageFile> files;
  private final Set<String> begun = new HashSet<>();
  private final Map<String, List<String>> exports = new LinkedHashMap<>();
  private final StringBuilder code = new StringBuilder();

  private Bundle(Map<String, PageFile> files) {
    this.files = files;
  }

  /**
   * The bundle at the path of main.js, and a stub at the path of each other module in it.
   *
   * @throws IllegalArgumentException if the modules have anything that this class refuses
   */
  static Map<String, String> of(Map<String, PageFile> files) {
    var bundle = new Bundle(files);
    bundle.add(MAIN);
    var modules = new LinkedHashMap<String, String>();
    bundle.exports.forEach((path, names) -> modules.put(path, stub(path, names)));
    var constants = bundle.exports.keySet().stream().map(Bundle::constant).collect(joining(", "));
    modules.put(MAIN, bundle.code + "export { " + constants + " };\n");
    return modules;
  }

  private static String stub(String path, List<String> names) {
    var up = DIRECTORY.relativize(URI.create(path)).getPath().replaceAll("[^/]+/", "../");
    return "import { %s as module } from './%s';\nexport const { %s } = module;\n"
        .formatted(constant(path), up.replaceAll("[^/]+$", "main.js"), String.join(", ", names));
  }

  private static String constant(String path) {
    return path.replaceAll("^/|\\.js$", "").replaceAll("\\W", "_");
  }

  private void add(String path) {
    if (exports.containsKey(path)) {
      return;
    }
    require(begun.add(path), path, "imports itself, directly or not.");
    require(files.containsKey(path), path, "is imported, but does not exist.");
    var names = new ArrayList<String>();
    var body = body(path, names);
    exports.put(path, names);
    code.append("const %s = (() => {\n".formatted(constant(path)))
        .append(body)
        .append("\nreturn { %s };\n})();\n".formatted(String.join(", ", names)));
  }

  /** Adds the modules that it imports first, and the names that it exports to the list. */
  private String body(String path, List<String> names) {
    var body = replaced(IMPORT, files.get(path).text(), found -> imported(path, found));
    body = replaced(DYNAMIC, body, found -> "import('./%s')".formatted(later(path, found)));
    EXPORT.matcher(body).results().forEach(export -> names.add(export.group(1)));
    body = EXPORT.matcher(body).replaceAll("");
    var unknown = UNKNOWN.matcher(body).results().map(MatchResult::group).findFirst().orElse("");
    require(unknown.isEmpty(), path, "has what the bundle does not understand: " + unknown);
    return body;
  }

  private static String replaced(
      Pattern pattern, String text, Function<MatchResult, String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
  }

  private String imported(String path, MatchResult found) {
    var module = URI.create(path).resolve(found.group(2)).getPath();
    add(module);
    if (found.group(1) == null) {
      return "";
    }
    for (var name : found.group(1).strip().split("( as [^,]+)?\\s*(,\\s*|$)")) {
      require(exports.get(module).contains(name), path, "imports no export: " + name);
    }
    return "const {%s} = %s;".formatted(found.group(1).replace(" as ", ": "), constant(module));
  }

  /** From the bundle's directory to a module that is loaded later. */
  private static String later(String path, MatchResult found) {
    return DIRECTORY.relativize(URI.create(path).resolve(found.group(1))).getPath();
  }

  private static void require(boolean holds, String path, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(path + " " + otherwise);
    }
  }
}
