#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few calls of the system that are spelled differently from one C library to the next.
enum System {
    /// What the last failed call says of its failure.
    static var lastError: String { String(cString: strerror(errno)) }

    /// `CLOCK_MONOTONIC` in microseconds, the clock that systemd compares with.
    static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000 &+ UInt64(clamping: time.tv_nsec / 1000)
    }

    /// A socket for datagrams to a path.
    static func datagramSocket() -> Int32 {
        #if canImport(Glibc)
        socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #elseif canImport(Musl)
        socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)
        #else
        socket(AF_UNIX, SOCK_DGRAM, 0)
        #endif
    }

    /// The value of an integer option of a socket; `nil` where it has none.
    static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }

    /// `SOCK_STREAM` as an option's value.
    static var stream: Int32 {
        #if canImport(Glibc)
        Int32(SOCK_STREAM.rawValue)
        #else
        SOCK_STREAM
        #endif
    }

    /// Neither waits for room nor raises a signal.
    static var sendsAtOnce: Int32 {
        #if canImport(Darwin)
        Int32(MSG_DONTWAIT)
        #else
        Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        #endif
    }
}
