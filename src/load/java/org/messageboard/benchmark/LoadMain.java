package org.messageboard.benchmark;

import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import org.messageboard.benchmark.Target.Part;

/**
 * The process of the clients. It reads a {@link Target} and a {@link Load} from its input and
 * writes what it measured to a file.
 */
final class LoadMain {

  private LoadMain() {}

  /**
   * @param args the file
   */
  public static void main(String[] args) throws Exception {
    try (var in = new ObjectInputStream(System.in)) {
      var target = withThis((Target) in.readObject());
      var results = run(target, (Load) in.readObject());
      new ResultsFile(Path.of(args[0])).merge(results);
    }
  }

  private static List<Result> run(Target target, Load load) throws InterruptedException {
    return switch (load.kind()) {
      case STEADY -> List.of(new SteadyLoad(target, load).run());
      case IDLE -> new IdleLoad(target, load).run();
      case RETURN -> new ReturnLoad(target, load).run();
    };
  }

  private static Target withThis(Target target) {
    var processes = new EnumMap<Part, List<Long>>(target.processes());
    processes.put(Part.LOAD, List.of(ProcessHandle.current().pid()));
    return new Target(target.ports(), processes);
  }
}
