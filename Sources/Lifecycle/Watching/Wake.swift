#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Wakes a thread that waits in `poll`, by a pipe.
final class Wake: Sendable {
    let readingEnd: Int32
    private let writingEnd: Int32

    /// - Returns: `nil` where the process has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (readingEnd, writingEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readingEnd)
        close(writingEnd)
    }

    /// Wakes the thread, now or when it next waits.
    func signal() {
        var byte: UInt8 = 0
        // A full pipe wakes as well as one with a byte more.
        _ = write(writingEnd, &byte, 1)
    }

    /// Takes all that has been signalled.
    func take() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(readingEnd, &bytes, bytes.count) > 0 {}
    }
}
