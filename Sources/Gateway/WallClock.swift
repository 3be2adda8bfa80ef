#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The time of day, for fields that a client reads and weights that change by schedule.
enum WallClock {
    /// Whole seconds since 1970.
    static func seconds() -> Int { time(nil) }

    /// Seconds since 1970, with their fraction.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
