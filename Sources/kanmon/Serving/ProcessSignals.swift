import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What signals mean to a running gateway: SIGHUP reloads, SIGTERM and SIGINT stop it gracefully, and a second one of these
/// ends it at once.
struct ProcessSignals: Sendable {
    private let sequence: UnixSignalsSequence

    /// From here on signals are kept until ``run(reload:stop:)`` takes them.
    /// - Parameter reloads: whether there is something to reload; otherwise SIGHUP does what it does to every program.
    init(reloads: Bool) async {
        sequence = await UnixSignalsSequence(trapping: [.sigterm, .sigint] + (reloads ? [.sighup] : []))
    }

    /// Acts on signals until the task is cancelled.
    /// - Parameters:
    ///   - reload: asks for a reload.
    ///   - stop: asks for a graceful stop.
    func run(reload: () -> Void, stop: () async -> Void) async {
        var isStopping = false
        for await signal in sequence {
            if signal == .sighup {
                reload()
            } else if isStopping {
                // The code that shells give to a program that a signal ended.
                let code = 128 + (signal == .sigint ? SIGINT : SIGTERM)
                Self.end(code: code, "ended at once by a second signal; requests in flight are lost")
            } else {
                isStopping = true
                await stop()
            }
        }
    }

    /// Ends the process at once, without stopping anything.
    static func end(code: Int32, _ reason: String) -> Never {
        Terminal.writeError(reason)
        _exit(code)
    }
}
