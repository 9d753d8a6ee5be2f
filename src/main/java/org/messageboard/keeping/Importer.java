package org.messageboard.keeping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.messageboard.archive.ArchiveImport;
import org.messageboard.archive.ArchiveImport.Standing;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Origin;
import org.messageboard.board.Viewer;
import org.messageboard.http.ProblemException;
import org.messageboard.keeping.ImportReport.Count;
import org.messageboard.keeping.ImportedMessage.Reaction;

/**
 * Appends what is imported to Kafka, where it counts like anything else, unless the archive has it.
 * So an import that was cut off is repeated from its beginning, and one that was not changes
 * nothing. Ids are those of the import; the events about a message have ids that follow from its.
 * Settings and private channels that the archive has and the board has lost are put back as the
 * archive has them, which is newer than any export.
 *
 * <p>A channel's messages come together, in their order. Not thread-safe.
 */
final class Importer {

  /** Before the name of a member who is one only until the channel is imported. */
  private static final String GUEST = "(imported) ";

  private static final int BATCH = 100;

  /** A message on its way. */
  private record Entry(String where, ImportedMessage message) {}

  private final ArchiveImport archive;
  private final Predicate<String> lacksSettings;
  private final Function<BoardEvent, CompletableFuture<?>> log;
  private final Identity by;
  private final Viewer viewer;
  private final ImportReport report = new ImportReport();

  private final List<Entry> batch = new ArrayList<>();
  private final List<CompletableFuture<?>> appended = new ArrayList<>();

  private ImportedChannel channel;
  private ChannelSettings settings;
  private final Set<String> members = new HashSet<>();
  private final List<Member> guests = new ArrayList<>();
  private String refusal;
  private boolean written;

  /**
   * @param lacksSettings whether the board has no settings for a channel that could have some
   * @param log appends an event; completes once Kafka has it
   * @param by who imports
   * @param viewer what they may see
   */
  Importer(
      ArchiveImport archive,
      Predicate<String> lacksSettings,
      Function<BoardEvent, CompletableFuture<?>> log,
      Identity by,
      Viewer viewer) {
    this.archive = archive;
    this.lacksSettings = lacksSettings;
    this.log = log;
    this.by = by;
    this.viewer = viewer;
  }

  ImportReport report() {
    return report;
  }

  /** Takes a channel; its messages follow. */
  void take(ImportedChannel next) {
    end();
    channel = next;
    var known = archive.channel(next.name());
    settings = known.settings();
    members.clear();
    members.addAll(known.members().keySet());
    guests.clear();
    known.members().entrySet().stream()
        .filter(member -> member.getValue().startsWith(GUEST))
        .forEach(member -> guests.add(new Member(member.getKey(), member.getValue())));
    refusal = refusal(next);
    if (refusal == null && settings != null && lacksSettings.test(next.name())) {
      restore(known.members());
    }
    written = false;
  }

  /**
   * Puts back what the archive has of a channel. The archive judges the same event, and finds that
   * nothing is new in it.
   */
  private void restore(Map<String, String> names) {
    var all = names.entrySet().stream().map(m -> new Member(m.getKey(), m.getValue())).toList();
    append(changed(settings, all.isEmpty() ? by.subject() : anyMember(), all), Count.CHANNELS);
  }

  /** Why nothing is imported into the channel, or null. */
  private String refusal(ImportedChannel next) {
    if (!ChannelName.isPrivate(next.name()) || by.isOperator()) {
      return null;
    }
    var ids = next.members().stream().map(Member::person).toList();
    boolean isMember = members.isEmpty() ? ids.contains(by.person()) : viewer.contains(next.name());
    return isMember ? null : "A private channel is imported by its members and the operator only.";
  }

  /**
   * Takes a message.
   *
   * @param where it stands in the import
   */
  void take(String where, ImportedMessage message) {
    if (channel == null || !channel.name().equals(message.channel())) {
      take(new ImportedChannel(message.channel()));
    }
    if (refusal != null) {
      report.skip(where, refusal);
      return;
    }
    batch.add(new Entry(where, message));
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /**
   * Ends the channel: settings come last, because nothing counts in an archived channel.
   *
   * @throws ProblemException status 503 if Kafka or PostgreSQL is away; repeat the import
   */
  void end() {
    flush();
    if (channel == null || refusal != null) {
      return;
    }
    makeIfEmpty();
    if (channel.settings() != null && areToBeSet(channel.settings())) {
      boolean isPrivate = ChannelName.isPrivate(channel.name());
      append(changed(channel.settings(), isPrivate ? anyMember() : by.subject(), List.of()));
      settings = channel.settings();
    }
    guests.forEach(guest -> append(moved(guest, Identity.imported(guest.person()), true)));
    guests.clear();
    await();
  }

  /** A private channel is made without being archived. */
  private boolean areToBeSet(ChannelSettings wanted) {
    if (!ChannelName.isPrivate(channel.name())) {
      return settings == null;
    }
    return settings != null
        && !ChannelName.isDirect(channel.name())
        && !wanted.equals(settings)
        && (written || wanted.archived() && wanted.equals(archived(settings)));
  }

  private static ChannelSettings archived(ChannelSettings settings) {
    return new ChannelSettings(
        settings.topic(), settings.kind(), true, settings.locked(), settings.title());
  }

  /** A private channel may have no messages. */
  private void makeIfEmpty() {
    if (members.isEmpty() && ChannelName.isPrivate(channel.name())) {
      create();
    }
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    var known = archive.messages(batch.stream().map(e -> e.message().id()).toList());
    var erased = archive.erased(batch.stream().flatMap(Importer::people).distinct().toList());
    batch.forEach(entry -> write(entry, known, erased));
    batch.clear();
    await();
  }

  private static Stream<String> people(Entry entry) {
    var message = entry.message();
    return Stream.concat(
            Stream.of(message.person() == null ? "" : message.person()),
            message.reactions().stream().map(Reaction::person))
        .filter(person -> !person.isEmpty());
  }

  private void write(Entry entry, Map<String, Standing> known, Set<String> erased) {
    var message = entry.message();
    var standing = known.get(message.id());
    if (message.person() != null && erased.contains(message.person())) {
      report.skip(entry.where(), "All that this person has written was erased here.");
    } else if (standing == null && isArchived()) {
      report.skip(entry.where(), "The channel " + channel.name() + " is archived here.");
    } else if (standing == null) {
      post(entry, erased);
    } else if (!standing.channel().equals(message.channel())
        || !standing.author().equals(message.author())) {
      report.skip(entry.where(), "There is another message of the id " + message.id() + ".");
    } else if (!standing.imported() || isArchived() || !complete(message, standing, erased)) {
      report.add(Count.UNCHANGED);
    }
  }

  /** Nothing would count. */
  private boolean isArchived() {
    return settings != null && settings.archived();
  }

  private void post(Entry entry, Set<String> erased) {
    var message = entry.message().isErased() ? standIn(entry.message()) : entry.message();
    if (message.person() == null && ChannelName.isPrivate(message.channel())) {
      report.skip(entry.where(), "Nobody knows who wrote it, and it is of a private channel.");
      return;
    }
    if (!admits(message.person(), message.author())) {
      report.skip(entry.where(), "The private channel cannot be made: it has no members.");
      return;
    }
    append(message.posted(by.name()));
    report.add(Count.MESSAGES);
    follow(message, 1, Set.of(), erased);
  }

  /** Somebody must have written it, until that is erased. */
  private ImportedMessage standIn(ImportedMessage message) {
    if (!ChannelName.isPrivate(message.channel())) {
      return message.by(Identity.person("erased " + message.id()));
    }
    return members.isEmpty() && !create() ? message : message.by(members.iterator().next());
  }

  /** Completes what an import that was cut off has left; false if nothing was missing. */
  private boolean complete(ImportedMessage message, Standing standing, Set<String> erased) {
    if (standing.content() == null) {
      return false;
    }
    int before = appended.size();
    follow(message, standing.revision(), standing.reactions(), erased);
    return appended.size() > before;
  }

  /** What happened to a message after it was posted. */
  private void follow(
      ImportedMessage message, int revision, Set<String> reactions, Set<String> erased) {
    message.edits(revision).forEach(edit -> append(edit, Count.EDITS));
    for (var reaction : message.reactions()) {
      if (!reactions.contains(reaction.key())
          && !erased.contains(reaction.person())
          && admits(reaction.person(), reaction.name())) {
        append(message.reacted(reaction), Count.REACTIONS);
      }
    }
    if (message.deletion() != null) {
      message.deletions(by).forEach(this::append);
      report.add(Count.DELETIONS);
    }
  }

  /**
   * Lets somebody into a private channel who was in it when they wrote there, until the end; makes
   * the channel if it is not there. False if that cannot be.
   */
  private boolean admits(String person, String name) {
    if (!ChannelName.isPrivate(channel.name())) {
      return true;
    }
    if (members.isEmpty() && !create()) {
      return false;
    }
    if (!ChannelName.isDirect(channel.name()) && !members.contains(person)) {
      var guest = new Member(person, GUEST + name);
      append(moved(guest, anyMember(), false));
      members.add(person);
      guests.add(guest);
    }
    return true;
  }

  private boolean create() {
    if (channel.members().isEmpty() || channel.settings() == null) {
      return false;
    }
    var given = channel.settings();
    settings = new ChannelSettings(given.topic(), given.kind(), false, given.title());
    channel.members().forEach(member -> members.add(member.person()));
    append(changed(settings, anyMember(), channel.members()), Count.CHANNELS);
    return true;
  }

  private String anyMember() {
    var gone = guests.stream().map(Member::person).toList();
    return Identity.imported(
        members.stream().filter(m -> !gone.contains(m)).findFirst().orElseThrow());
  }

  private ChannelChanged changed(ChannelSettings to, String owner, List<Member> first) {
    return new ChannelChanged(origin("settings " + to, owner), to, by.name(), first);
  }

  private MemberChanged moved(Member member, String owner, boolean left) {
    var what = member.person() + (left ? " leaves" : " joins");
    return new MemberChanged(origin(what, owner), member, by.name(), left);
  }

  private Origin origin(String what, String owner) {
    return Origins.now(Origins.derived(channel.name(), what), channel.name(), owner);
  }

  private void append(BoardEvent event, Count count) {
    append(event);
    report.add(count);
  }

  private void append(BoardEvent event) {
    written = true;
    appended.add(log.apply(Objects.requireNonNull(event)));
  }

  private void await() {
    try {
      appended.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof ProblemException problem ? problem : e;
    } finally {
      appended.clear();
    }
  }
}
