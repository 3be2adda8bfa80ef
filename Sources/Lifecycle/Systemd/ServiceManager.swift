#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The service manager that started this process, told of its states by datagrams (sd_notify(3)). Anything else that
/// provides `NOTIFY_SOCKET` is told the same way.
public struct ServiceManager: Sendable {
    /// What there is to tell.
    public enum State: Sendable {
        /// Requests are taken, or taken again behind ``reloading``.
        case ready
        /// The configuration is being read anew.
        case reloading
        /// The shutdown has begun.
        case stopping
        /// The process is alive and doing its work.
        case alive
    }

    private let address: NotifyAddress
    /// How often the manager wants to hear ``State/alive``; it takes twice as long for a failure. `nil` where it does not.
    public let watchdogInterval: Duration?

    /// The manager that the environment names.
    /// - Parameters:
    ///   - environment: for `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    ///   - processID: this process.
    /// - Returns: `nil` where there is none.
    /// - Throws: ``LifecycleError`` with code `invalid_notify_socket`.
    public init?(environment: [String: String], processID: Int32) throws(LifecycleError) {
        guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
        address = try NotifyAddress(name)
        // sd_watchdog_enabled(3): a named process that is not this one means somebody else.
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        if isMeant, let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 {
            watchdogInterval = .microseconds(microseconds) / 2
        } else {
            watchdogInterval = nil
        }
    }

    /// Tells the manager. It never waits: a manager that does not listen is not told.
    /// - Parameters:
    ///   - state: what to tell.
    ///   - status: a line for people, shown by `systemctl status`.
    /// - Returns: whether it could be sent.
    @discardableResult
    public func tell(_ state: State, status: String? = nil) -> Bool {
        var lines: [String]
        switch state {
        case .ready: lines = ["READY=1"]
        // `Type=notify-reload` tells an old answer from a new one by the time.
        case .reloading: lines = ["RELOADING=1", "MONOTONIC_USEC=\(System.monotonicMicroseconds())"]
        case .stopping: lines = ["STOPPING=1"]
        case .alive: lines = ["WATCHDOG=1"]
        }
        if let status { lines.append("STATUS=" + status.map { $0.isNewline ? " " : $0 }) }
        return send(lines.joined(separator: "\n"))
    }

    private func send(_ text: String) -> Bool {
        let socket = System.datagramSocket()
        guard socket >= 0 else { return false }
        defer { close(socket) }
        let bytes = Array(text.utf8)
        let sent = address.withAddress { pointer, length in
            sendto(socket, bytes, bytes.count, System.sendsAtOnce, pointer, length)
        }
        return sent == bytes.count
    }
}
