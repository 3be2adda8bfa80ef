import Routing
import Settings
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Whether new requests are refused because the process has enough of those it has.
///
/// Loops say how late they come to their work, a sample is taken several times a second; a request only looks at one word.
final class OverloadGuard: Sendable {
    private let monitor: Mutex<OverloadMonitor>
    /// The longest lag since the last sample, in nanoseconds.
    private let lag = Atomic<Int64>(0)
    private let isOverloaded = Atomic<Bool>(false)

    init(_ policy: OverloadPolicy) { monitor = Mutex(OverloadMonitor(policy: policy)) }

    /// Takes other thresholds; an overload that has been found ends with that.
    func update(_ policy: OverloadPolicy) {
        monitor.withLock { $0 = OverloadMonitor(policy: policy) }
        isOverloaded.store(false, ordering: .relaxed)
    }

    /// Whether new requests are refused.
    var refuses: Bool { isOverloaded.load(ordering: .relaxed) }

    /// A loop has come to its work so late.
    func note(lag nanoseconds: Int64) {
        var known = lag.load(ordering: .relaxed)
        while nanoseconds > known {
            let result = lag.weakCompareExchange(expected: known, desired: nanoseconds, ordering: .relaxed)
            if result.exchanged { return }
            known = result.original
        }
    }

    /// Looks at memory and lag; meant for a timer, several times a second. Reads a file of the kernel's, which does not block.
    /// - Returns: why new requests are refused, where that has just begun.
    func sample(now: Moment) -> OverloadMonitor.Cause? {
        let late = Duration.nanoseconds(lag.exchange(0, ordering: .relaxed))
        let memory = Self.residentMemory()
        let (before, after) = monitor.withLock { monitor in
            let before = monitor.cause
            return (before, monitor.sample(memory: memory, loopLag: late, now: now))
        }
        isOverloaded.store(after != nil, ordering: .relaxed)
        return before == nil ? after : nil
    }

    /// Resident memory in bytes; 0 where the system does not say.
    static func residentMemory() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages.multipliedReportingOverflow(by: Int(sysconf(Int32(_SC_PAGESIZE)))).partialValue
    }
}

extension OverloadPolicy {
    init(_ configuration: OverloadConfiguration) {
        self.init(memory: configuration.memory, loopLag: configuration.loopLag)
    }
}
