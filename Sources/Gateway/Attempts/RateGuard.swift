import ModelAPI
import NIOCore
import Routing
import Upstream

/// Holds a stream back behind its first content until it is clear that the target is not too slow.
///
/// The stream is released as soon as as many tokens have come as the least rate asks for in the time it is watched; if they
/// have not come when that time is over, the target is given up, which the caller does not notice. A fast stream is
/// therefore hardly delayed.
struct RateGuard {
    /// How long a stream is watched.
    static let window = TimeAmount.seconds(3)

    private let wanted: Int
    private var meter = TokenMeter()

    /// - Parameter leastRate: tokens a second.
    init(_ leastRate: Double) {
        let seconds = Double(Self.window.nanoseconds) / 1e9
        wanted = Int(max(1, min(leastRate * seconds, 10_000)))
    }

    /// Reads until the stream has shown its rate, or has come to its end.
    /// - Throws: ``AttemptFailure`` of kind `tooSlow`, or what broke the stream; nothing has been released then.
    mutating func hold(
        _ answer: inout StreamAnswer,
        mostHeld: Int,
        on eventLoop: any EventLoop
    ) async throws(AttemptFailure) {
        while !(try await read(&answer, mostHeld)) {}
        if isUndecided(answer, mostHeld) { try await watch(&answer, mostHeld, on: eventLoop) }
        // Nothing of it is out, so that even an error behind the first content need not reach the caller.
        if let failure = answer.relay.failure { throw AttemptFailure(inside: failure) }
        if answer.body.isAtEnd, !answer.relay.sawEnd { throw .truncated }
    }

    /// Whether it cannot be said yet that the stream is fast enough, or over.
    private func isUndecided(_ answer: StreamAnswer, _ mostHeld: Int) -> Bool {
        meter.tokens < wanted && !answer.relay.sawEnd && answer.relay.failure == nil && !answer.body.isAtEnd
            && answer.first.readableBytes < mostHeld
    }

    /// Reads on until that can be said.
    private mutating func watch(
        _ answer: inout StreamAnswer,
        _ mostHeld: Int,
        on eventLoop: any EventLoop
    ) async throws(AttemptFailure) {
        let body = answer.body
        let expiry = Expiry()
        let timer = eventLoop.scheduleTask(in: Self.window) {
            expiry.hasCome = true
            body.cancel()
        }
        defer { timer.cancel() }
        do throws(AttemptFailure) {
            while isUndecided(answer, mostHeld) { _ = try await read(&answer, mostHeld) }
        } catch {
            throw expiry.hasCome
                ? AttemptFailure(.tooSlow, APIError(.upstreamTimeout, "The model provider is too slow.")) : error
        }
    }

    private mutating func read(_ answer: inout StreamAnswer, _ mostHeld: Int) async throws(AttemptFailure) -> Bool {
        var meter = meter
        defer { self.meter = meter }
        return try await answer.readMore(mostHeld: mostHeld) { [wanted] bytes in
            meter.take(bytes.readableBytesUInt8Span, enough: wanted)
        }
    }

    /// Whether the time is over; set and read on the event loop.
    ///
    /// `@unchecked Sendable`: the timer and the task that waits run on the same event loop.
    private final class Expiry: @unchecked Sendable {
        var hasCome = false
    }
}
