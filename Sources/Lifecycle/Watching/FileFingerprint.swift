#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What tells one state of a file from another without reading it: identity, size and times. Links are followed, so that
/// a link that points elsewhere is another state.
public struct FileFingerprint: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Time
    /// Also moves where only the permissions have changed.
    private let changed: Time

    private struct Time: Hashable {
        let seconds: Int
        let nanoseconds: Int
    }

    /// The state of the file at a path now. Blocks for as long as the file system takes.
    /// - Parameter path: the file's path.
    /// - Returns: `nil` where there is no such file, or none that can be looked at.
    public init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
        modified = Time(seconds: status.st_mtimespec.tv_sec, nanoseconds: status.st_mtimespec.tv_nsec)
        changed = Time(seconds: status.st_ctimespec.tv_sec, nanoseconds: status.st_ctimespec.tv_nsec)
        #else
        modified = Time(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        changed = Time(seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
        #endif
    }
}
