import NIOCore
import Upstream

/// What is remembered of the attempts at one call, for the answer's header fields.
struct AttemptTrace: Sendable {
    private let started: NIODeadline
    private var waitedSince: NIODeadline?
    private var waited = TimeAmount.zero
    private(set) var attempts = 0
    private var provider = ""
    private var model = ""
    private var dropped: [String] = []

    init(started: NIODeadline) { self.started = started }

    /// Another target's turn.
    mutating func begin(_ attempt: Attempt) {
        attempts += 1
        provider = attempt.candidate.provider.name
        model = attempt.candidate.model
        dropped = attempt.dropped
    }

    /// Adds what of the answer the caller's dialect cannot express.
    mutating func add(dropped names: [String]) { dropped += names }

    /// From here on the provider is waited for.
    mutating func beginWaiting() { waitedSince = .now() }

    /// The provider has answered, or has failed to.
    mutating func endWaiting() {
        guard let since = waitedSince else { return }
        waited = waited + (.now() - since)
        waitedSince = nil
    }

    /// Adds the fields that say who answered, after how many attempts, and what the gateway itself took of the time.
    func write(into head: inout ReplyHead) {
        head.add("x-kanmon-provider", provider)
        head.add("x-kanmon-model", String(model.prefix(256)))
        head.add("x-kanmon-attempts", attempts)
        let overhead = (NIODeadline.now() - started) - waited
        head.add("x-kanmon-overhead-us", Int(max(0, overhead.nanoseconds / 1000)))
        if !dropped.isEmpty { head.add("x-kanmon-dropped", DroppedFields.text(dropped)) }
    }
}
