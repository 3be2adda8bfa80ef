import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Tells when one of a set of files has changed: written in place, replaced by a rename, reached by a link that points
/// elsewhere, deleted or made anew.
///
/// It listens to the directories concerned where the system can do that, and looks at the files' times from time to time
/// in any case: network file systems tell nothing. It has a thread of its own, because both may block.
public final class FileWatcher: Sendable {
    private struct State {
        var files: [String: FileFingerprint?] = [:]
        var isStopped = false
    }

    private let quiet: Duration
    private let interval: Duration
    private let listens: Bool
    private let changed: @Sendable () -> Void
    private let state = Mutex(State())
    private let wake: Wake
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// A burst of changes is looked at after this many quiet periods, also while it goes on.
    private static let longestBurst = 10

    /// Prepares a watcher that watches nothing yet.
    /// - Parameters:
    ///   - quiet: how long nothing must have happened before the files are looked at.
    ///   - interval: how often the files are looked at without any sign of a change.
    ///   - listensToDirectories: whether the system is asked to tell; otherwise only the interval counts.
    ///   - changed: called on the watcher's thread when the state of at least one file is another than it was.
    /// - Returns: `nil` where the process has no file descriptors left.
    public init?(
        quiet: Duration = .milliseconds(200),
        interval: Duration = .seconds(5),
        listensToDirectories: Bool = true,
        changed: @escaping @Sendable () -> Void
    ) {
        guard let wake = Wake() else { return nil }
        self.quiet = quiet
        self.interval = interval
        self.wake = wake
        self.changed = changed
        listens = listensToDirectories
        thread.start()
        thread.submit { [self] state in
            if case .active = state { run() }
        }
    }

    /// Watches these files instead of those before.
    /// - Parameter files: the paths, each with its state as it was when the file was last used (`nil` for none). Where it is
    ///   another one by now, that counts as a change, so that nothing is missed in between.
    public func watch(_ files: [String: FileFingerprint?]) {
        state.withLock { $0.files = files }
        wake.signal()
    }

    /// Stops watching; returns when ``changed`` will not be called any more.
    public func stop() async {
        state.withLock { $0.isStopped = true }
        wake.signal()
        // It fails where it has been stopped before.
        try? await thread.shutdownGracefully()
    }

    // MARK: - The thread

    private func run() {
        #if os(Linux)
        var inotify = listens ? Inotify() : nil
        #endif
        var settling = Settling(quiet: quiet, longest: quiet * Self.longestBurst)
        var nextLook = ContinuousClock.now
        while true {
            let (files, isStopped) = state.withLock { ($0.files, $0.isStopped) }
            if isStopped { return }
            let now = ContinuousClock.now
            if settling.isDue(at: now) || now >= nextLook {
                nextLook = now + interval
                #if os(Linux)
                // Links may lead elsewhere by now. Before the files are looked at, so that nothing is missed in between.
                inotify?.watch(directories(of: files.keys))
                #endif
                look(at: files)
            }
            #if os(Linux)
            let descriptor = inotify?.descriptor ?? -1
            #else
            let descriptor: Int32 = -1
            #endif
            let (isWoken, isTold) = wait(until: min(nextLook, settling.deadline ?? nextLook), descriptor)
            // Another set of files is looked at like one that has changed: it may have since it was read.
            if isWoken { settling.notice(at: .now) }
            #if os(Linux)
            if isTold, inotify?.takeEvents() == true { settling.notice(at: .now) }
            #endif
        }
    }

    /// Compares the files with how they were last seen.
    private func look(at files: [String: FileFingerprint?]) {
        let seen = files.reduce(into: [:]) { $0.updateValue(FileFingerprint(path: $1.key), forKey: $1.key) }
        guard seen != files else { return }
        let isNews = state.withLock { state in
            // Others may be watched by now; those have been seen by whoever set them.
            guard state.files == files, !state.isStopped else { return false }
            state.files = seen
            return true
        }
        if isNews { changed() }
    }

    private func directories(of files: some Collection<String>) -> Set<String> {
        let workingDirectory = getcwd(nil, 0).map { text in
            defer { free(text) }
            return String(cString: text)
        }
        return files.reduce(into: []) {
            $0.formUnion(WatchedDirectories.directories(of: $1, workingDirectory: workingDirectory ?? "/"))
        }
    }

    /// Waits until something happens.
    private func wait(until deadline: ContinuousClock.Instant, _ descriptor: Int32) -> (isWoken: Bool, isTold: Bool) {
        let left = max(.zero, deadline - ContinuousClock.now)
        // Rounded up, so that a rest of less than a millisecond does not turn into a busy loop.
        let milliseconds = min(left / .milliseconds(1) + 1, 60_000)
        var entries = [
            pollfd(fd: wake.readingEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted counts as nothing; negative descriptors are skipped (poll(2)).
        guard poll(&entries, nfds_t(entries.count), Int32(milliseconds)) > 0 else { return (false, false) }
        let isWoken = entries[0].revents != 0
        if isWoken { wake.take() }
        return (isWoken, entries[1].revents != 0)
    }
}
