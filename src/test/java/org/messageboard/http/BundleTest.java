package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.page.NeedsNode;
import org.messageboard.page.Node;

class BundleTest {

  /** Links modules as a browser does: each one must export what others import from it. */
  private static final String LINK =
      """
      const { readFileSync } = require('node:fs');
      const { resolve } = require('node:path');
      const { SourceTextModule } = require('node:vm');
      const modules = new Map();
      const load = (path) => {
        const module = modules.get(path) ?? new SourceTextModule(readFileSync(path, 'utf8'));
        modules.set(path, module);
        return module;
      };
      const pathOf = (module) => [...modules].find(([, each]) => each === module)[0];
      (async () => {
        for (const path of process.argv.slice(1)) {
          const module = load(path);
          if (module.status !== 'unlinked') continue;
          await module.link((name, from) => load(resolve(pathOf(from), '..', name)));
        }
        console.log(`${modules.size} linked`);
      })();
      """;

  private static final Pattern LATER = Pattern.compile("\\bimport\\('([^']+)'\\)");

  private final Map<String, String> sources = new HashMap<>();

  @TempDir Path directory;

  @Test
  void everyFormIsUnderstood() {
    source(
        "/js/main.js", "import { b as c,\n  d,\n} from './x/b.js';\nimport './bare.js';\nc(d);\n");
    source("/js/bare.js", "import('./later.js');\n");
    source(
        "/js/x/b.js",
        """
        import { E } from '../e.js';
        export const b = () => import('./later.js');
        export function d() {}
        export async function f() {}
        export function* g() {}
        """);
    source("/js/e.js", "export class E {}\n");
    assertThat(bundle())
        .containsOnlyKeys("/js/main.js", "/js/bare.js", "/js/x/b.js", "/js/e.js")
        .containsEntry(
            "/js/main.js",
            """
            const js_e = (() => {
            class E {}

            return { E };
            })();
            const js_x_b = (() => {
            const { E } = js_e;
            const b = () => import('./x/later.js');
            function d() {}
            async function f() {}
            function* g() {}

            return { b, d, f, g };
            })();
            const js_bare = (() => {
            import('./later.js');

            return {  };
            })();
            const js_main = (() => {
            const { b: c,
            d,
            } = js_x_b;

            c(d);

            return {  };
            })();
            export { js_e, js_x_b, js_bare, js_main };
            """)
        .containsEntry(
            "/js/x/b.js",
            """
            import { js_x_b as module } from './../main.js';
            export const { b, d, f, g } = module;
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export default 1;",
        "export * from './a.js';",
        "export { a } from './a.js';",
        "export { a };",
        "export let b = 1;",
        "export var b = 1;",
        "export const { b } = {};",
        "import * as a from './a.js';",
        "import a from './a.js';",
        "import a, { b } from './a.js';",
        "import { a } from 'a';",
        "import { a } from \"./a.js\";",
        "const address = import.meta.url;",
        "const a = import('a');",
        "void import(name);"
      })
  void anythingElseIsRefused(String line) {
    source("/js/a.js", "export const a = 1;");
    source("/js/main.js", "a();\n" + line + "\nb();");
    assertRefused("/js/main.js has what the bundle does not understand: " + line);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    source("/js/main.js", "import { a } from './a.js';");
    assertRefused("/js/a.js is imported, but does not exist.");
    source("/js/a.js", "export const b = 1;");
    assertRefused("/js/main.js imports no export: a");
    source("/js/a.js", "import { b } from './b.js';\nexport const a = 1;");
    source("/js/b.js", "import { a } from './a.js';\nexport const b = 1;");
    assertRefused("/js/a.js imports itself, directly or not.");
  }

  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void aModuleThatIsLoadedLaterSharesTheInstance() throws IOException {
    source("/js/main.js", "import { next } from './x/count.js';\nnext();\nimport('./later.js');\n");
    source("/js/x/count.js", "let count = 0;\nexport const next = () => console.log(++count);\n");
    source("/js/later.js", "import { next } from './x/count.js';\nnext();\n");
    source("/package.json", "{ \"type\": \"module\" }");
    sources.putAll(bundle());
    write(sources);
    assertThat(Node.run(List.of(directory + "/js/main.js")).output().lines())
        .containsExactly("1", "2");
  }

  /**
   * Whatever the bundle and its stubs lack, and anything that is awaited at top level, is found.
   */
  @Test
  @Tag("page")
  @ExtendWith(NeedsNode.class)
  void thePagesOwnModulesFitTogether() throws IOException {
    var scripts = scripts(new Page(PageTest.contents(), PageTest.HERE));
    assertThat(scripts).hasSizeGreaterThan(50);
    write(scripts);
    var arguments =
        new ArrayList<>(List.of("--no-warnings", "--experimental-vm-modules", "-e", LINK));
    scripts.keySet().forEach(path -> arguments.add(directory + path));
    assertThat(Node.run(arguments).output()).isEqualToIgnoringNewLines(scripts.size() + " linked");
    scripts.forEach(
        (path, text) ->
            assertThat(LATER.matcher(text).results().map(later -> later.group(1)))
                .as(path)
                .allMatch(later -> scripts.containsKey(URI.create(path).resolve(later).getPath())));
  }

  private static Map<String, String> scripts(Page page) throws IOException {
    return PageTest.contents().keySet().stream()
        .filter(path -> path.endsWith(".js"))
        .collect(Collectors.toMap(path -> path, path -> page.file(path).text()));
  }

  private void source(String path, String text) {
    sources.put(path, text);
  }

  private Map<String, String> bundle() {
    var files = new HashMap<String, PageFile>();
    sources.forEach((path, text) -> files.put(path, PageFile.of(path, text.getBytes(UTF_8))));
    return Bundle.of(files);
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(this::bundle)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private void write(Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = directory.resolve(file.getKey().substring(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
