#if os(Linux)
#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Tells when something happens in directories (inotify(7)). Which of their files it concerns is not looked at: names say
/// too little where links are involved, and fingerprints are compared anyway.
struct Inotify: ~Copyable {
    /// Readable when something has happened.
    let descriptor: Int32
    private var watches: [String: Int32] = [:]

    private static let mask =
        UInt32(IN_CLOSE_WRITE) | UInt32(IN_MODIFY) | UInt32(IN_ATTRIB) | UInt32(IN_CREATE) | UInt32(IN_DELETE)
        | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
        | UInt32(IN_ONLYDIR)

    /// - Returns: `nil` where the system has no inotify, or no more of them to give.
    init?() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Watches these directories and no others. Those that are watched already are watched anew: under the same name there
    /// may be another directory by now.
    mutating func watch(_ directories: Set<String>) {
        var fresh: [String: Int32] = [:]
        for directory in directories {
            let watch = inotify_add_watch(descriptor, directory, Self.mask)
            // One that cannot be watched is left to the polling.
            if watch >= 0 { fresh[directory] = watch }
        }
        let kept = Set(fresh.values)
        // Removing fails for a directory that is gone, whose watch went with it.
        for watch in Set(watches.values) where !kept.contains(watch) { inotify_rm_watch(descriptor, watch) }
        watches = fresh
    }

    /// Takes what has been told.
    /// - Returns: whether there was anything.
    func takeEvents() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        var any = false
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return any }
            any = true
        }
    }
}
#endif
