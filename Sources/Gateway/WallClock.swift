#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The time of day, for fields that a client reads.
enum WallClock {
    /// Whole seconds since 1970.
    static func seconds() -> Int { time(nil) }
}
