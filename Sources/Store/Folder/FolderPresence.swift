#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// That a gateway runs on a data folder, and whether another process's does.
///
/// It holds a reader's lock (`fcntl(2)`) on a file of its own: locks of this kind are a process's, so that those of others
/// can be asked for. Nothing else may open the file: closing it anywhere in the process would give the lock back.
public final class FolderPresence: Sendable {
    private let descriptor: CInt

    /// Lets other processes know that a gateway runs here, until the value or the process ends.
    /// - Throws: ``StoreError/Code/unavailable`` where the folder's file system has no such locks.
    public init(in folder: DataFolder) throws(StoreError) {
        let path = folder.path(of: "gateways")
        descriptor = try POSIX.open(path, creating: true)
        guard Self.ask(descriptor, F_SETLK, for: F_RDLCK) != nil else {
            let failure = POSIX.failure("lock", path)
            POSIX.close(descriptor)
            throw failure
        }
    }

    deinit { POSIX.close(descriptor) }

    /// Whether a gateway of another process runs on the folder.
    public var hasOthers: Bool {
        // What cannot be asked is taken for a yes: then everybody's spending is looked at.
        Self.ask(descriptor, F_GETLK, for: F_WRLCK) != Int32(F_UNLCK)
    }

    /// Asks for a lock.
    /// - Returns: what kind of lock is in the way, or there now; `nil` where the system cannot say, or refused.
    private static func ask(_ descriptor: CInt, _ command: CInt, for kind: some BinaryInteger) -> Int32? {
        var lock = flock()
        lock.l_type = Int16(truncatingIfNeeded: kind)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0
        lock.l_len = 0
        while fcntl(descriptor, command, &lock) != 0 {
            if errno != EINTR { return nil }
        }
        return Int32(lock.l_type)
    }
}
