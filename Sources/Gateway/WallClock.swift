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

    /// Nanoseconds since 1970, for records.
    static func nanoseconds() -> Int64 {
        // Seconds and nanoseconds, a word each, as the system's structure has them.
        var moment = (0, 0)
        withUnsafeMutablePointer(to: &moment) { pointer in
            _ = pointer.withMemoryRebound(to: timespec.self, capacity: 1) { clock_gettime(CLOCK_REALTIME, $0) }
        }
        return Int64(moment.0) &* 1_000_000_000 &+ Int64(moment.1)
    }

    /// Seconds since 1970, for schedules. No schedule is shorter than a second, so whole ones will do.
    static func now() -> Double { Double(seconds()) }

    /// A time in UTC as text (RFC 3339).
    /// - Parameter seconds: seconds since 1970.
    static func text(_ seconds: Int) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        // It fails only for years beyond what an integer holds.
        guard gmtime_r(&moment, &parts) != nil else { return "" }
        func digits(_ value: Int32, _ count: Int = 2) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let date = [digits(parts.tm_year &+ 1900, 4), digits(parts.tm_mon &+ 1), digits(parts.tm_mday)]
        let clock = [digits(parts.tm_hour), digits(parts.tm_min), digits(parts.tm_sec)]
        return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":"))Z"
    }
}
