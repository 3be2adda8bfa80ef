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
    private var parser = SSEParser()
    private var decoder: any StreamDecoder
    private var tokens = 0

    /// - Parameters:
    ///   - leastRate: tokens a second.
    ///   - dialect: the provider's.
    init(_ leastRate: Double, dialect: any Dialect) {
        let seconds = Double(Self.window.nanoseconds) / 1e9
        wanted = Int(max(1, min(leastRate * seconds, 10_000)))
        decoder = dialect.makeDecoder()
    }

    /// Reads until the stream has shown its rate, or has come to its end.
    /// - Throws: ``AttemptFailure`` of kind `tooSlow`, or what broke the stream; nothing has been released then.
    mutating func hold(
        _ answer: inout StreamAnswer,
        mostHeld: Int,
        on eventLoop: any EventLoop
    ) async throws(AttemptFailure) {
        while !(try await read(&answer, mostHeld)) {}
        let body = answer.body
        let expiry = Expiry()
        let timer = eventLoop.scheduleTask(in: Self.window) {
            expiry.hasCome = true
            body.cancel()
        }
        defer { timer.cancel() }
        do throws(AttemptFailure) {
            while tokens < wanted, !answer.relay.sawEnd, answer.relay.failure == nil, !answer.body.isAtEnd,
                answer.first.readableBytes < mostHeld
            { _ = try await read(&answer, mostHeld) }
        } catch {
            throw expiry.hasCome
                ? AttemptFailure(.tooSlow, APIError(.upstreamTimeout, "The model provider is too slow.")) : error
        }
        // Nothing of it is out, so that even an error behind the first content need not reach the caller.
        if let failure = answer.relay.failure { throw AttemptFailure(inside: failure) }
        if answer.body.isAtEnd, !answer.relay.sawEnd { throw .truncated }
    }

    private mutating func read(_ answer: inout StreamAnswer, _ mostHeld: Int) async throws(AttemptFailure) -> Bool {
        var bytes = ByteBuffer()
        let isReady = try await answer.readMore(mostHeld: mostHeld) { bytes = $0 }
        count(bytes)
        return isReady
    }

    private mutating func count(_ bytes: ByteBuffer) {
        parser.append(bytes.readableBytesUInt8Span)
        var events: [StreamEvent] = []
        // An event that is too large ends the stream in the relay; here it only ends the counting.
        while let event = try? parser.next() { decoder.decode(event, into: &events) }
        for event in events {
            if case .blockDelta(_, .text(let text)) = event { tokens += max(1, TokenEstimate.tokens(in: text)) }
            if case .blockDelta(_, .arguments(let text)) = event { tokens += max(1, TokenEstimate.tokens(in: text)) }
        }
    }

    /// Whether the time is over; set and read on the event loop.
    ///
    /// `@unchecked Sendable`: the timer and the task that waits run on the same event loop.
    private final class Expiry: @unchecked Sendable {
        var hasCome = false
    }
}
