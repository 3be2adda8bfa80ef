import Foundation

/// What the program has used of the machine.
enum Machine {
    /// CPU of the calling thread, in seconds.
    static var thread: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    /// CPU of all threads, in seconds.
    static var process: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Resident memory in KiB, as Linux tells it.
    static var memory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
